package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Value;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.List;
import java.util.Map;

/// What is true at every moment: services, environments, people, and what the repositories hold.
final class ContentFields {
  static final String TOUCHED_FILE = "TouchedFile";

  /// What an argument demands that is the path of the last file of the page before.
  static final Condition AFTER_PATH =
      Condition.custom(
          Conversion.text(),
          (node, edge, parameter) -> node + "." + Properties.PATH + " > " + parameter);

  private ContentFields() {}

  static List<EntityType> types() {
    return List.of(
        service(), environment(), repository(), person(), commit(), file(), touchedFile());
  }

  private static EntityType service() {
    return EntityType.named(Labels.SERVICE, "service")
        .properties(Properties.NAME)
        .field(
            "deployments",
            Catalogue.deployments(deploymentsNamed(Properties.SERVICE, Relationships.OF)))
        .field("incidents", Catalogue.incidents(Source.in(Relationships.AFFECTED, Labels.INCIDENT)))
        .field("registration", RegistrationFields.newest(Labels.SERVICE))
        .field("registrations", RegistrationFields.all(Labels.SERVICE))
        .build();
  }

  private static EntityType environment() {
    return EntityType.named(Labels.ENVIRONMENT, "environment")
        .properties(Properties.NAME)
        .field(
            "deployments",
            Catalogue.deployments(deploymentsNamed(Properties.ENVIRONMENT, Relationships.TO)))
        .build();
  }

  /// Now an index gives them in their order; then only the relationship tells.
  private static Source deploymentsNamed(String property, String relationship) {
    Source now =
        Source.lookup(
            Labels.DEPLOYMENT,
            property,
            Expression.node(Properties.NAME),
            Properties.STARTED_ORDER,
            Properties.ID);
    Source then = Source.in(relationship, Labels.DEPLOYMENT);
    return (from, node, edge) -> (from.isNow() ? now : then).match(from, node, edge);
  }

  private static EntityType repository() {
    return EntityType.named(Labels.REPOSITORY, "repository")
        .properties(Properties.NAME)
        .field("heads", new Value(scope -> ofRepository(scope, "x.heads", "[]")))
        .field(
            "commitCount",
            new Value(scope -> ofRepository(scope, "COUNT { (x)<-[:IN_REPOSITORY]-() }", "0")))
        .field(
            "pending", new Value(scope -> ProgressFields.running(scope, "x.total - x.done", "0")))
        .field("progress", ProgressFields.progress())
        .field("addresses", new Value(RegistrationFields::addresses))
        .field("registration", RegistrationFields.newest(Labels.REPOSITORY))
        .field("registrations", RegistrationFields.all(Labels.REPOSITORY))
        .build();
  }

  /// What its node says, of a repository that may be told by its name alone.
  private static String ofRepository(Scope scope, String value, String otherwise) {
    return "coalesce(head(COLLECT { MATCH (x:%s {id: %s.id}) RETURN %s }), %s)"
        .formatted(Labels.REPOSITORY, scope.node(), value, otherwise);
  }

  private static EntityType person() {
    return EntityType.named(Labels.PERSON, "person")
        .properties(Properties.PERSON_ID)
        .field("displayName", new Value(ContentFields::sealedName))
        .build();
  }

  /// The person's id, then a sealed name and the commit that holds it, where there is one: only the
  /// gateway can open it.
  private static String sealedName(Scope scope) {
    return """
    [%1$s.personId] + coalesce(\
    head(COLLECT { MATCH (%1$s)<-[:AUTHORED_BY]-(x:Commit) \
    WHERE x.authorName IS NOT NULL RETURN [x.authorName, x.id] LIMIT 1 }), \
    head(COLLECT { MATCH (%1$s)<-[:COMMITTED_BY]-(x:Commit) \
    WHERE x.committerName IS NOT NULL RETURN [x.committerName, x.id] LIMIT 1 }), \
    head(COLLECT { MATCH (%1$s)<-[b:CO_AUTHORED_BY]-(x:Commit) \
    WHERE b.sealedName IS NOT NULL RETURN [b.sealedName, x.id] LIMIT 1 }), [null, null])\
    """
        .formatted(scope.node());
  }

  private static EntityType commit() {
    return EntityType.named(Labels.COMMIT, "commit")
        .properties(
            Properties.SHA,
            Properties.SUBJECT,
            Properties.BODY_SHA256,
            Properties.TYPE,
            Properties.SCOPE,
            Properties.BREAKING,
            Properties.AUTHORED_AT,
            Properties.AUTHORED_ZONE,
            Properties.COMMITTED_AT,
            Properties.COMMITTED_ZONE)
        .field(
            Properties.ISSUE_KEYS,
            new Value(
                scope -> "coalesce(%s.%s, [])".formatted(scope.node(), Properties.ISSUE_KEYS)))
        .field("repository", repositoryByName())
        .field("author", Catalogue.one(Labels.PERSON, Relationships.AUTHORED_BY))
        .field("committer", Catalogue.one(Labels.PERSON, Relationships.COMMITTED_BY))
        .field("coAuthors", inPlace(Labels.PERSON, Relationships.CO_AUTHORED_BY))
        .field("parents", inPlace(Labels.COMMIT, Relationships.PARENT))
        .field("reverts", named(Relationships.REVERTS))
        .field("revertedBy", naming(Relationships.REVERTS))
        .field("cherryPickedFrom", named(Relationships.CHERRY_PICKED_FROM))
        .field("cherryPickedTo", naming(Relationships.CHERRY_PICKED_FROM))
        .field("files", files())
        .field("deployedBy", deploymentsBy(Relationships.DEPLOYED))
        .field("shippedBy", deploymentsBy(Relationships.SHIPPED))
        .field("assertedBy", AssertedFields.ofCommit())
        .field("annotations", AnnotationFields.about())
        .build();
  }

  /// By the name that every commit and file bears, also where the repository was not read.
  private static One repositoryByName() {
    return new One(
        Labels.REPOSITORY,
        Source.elements(
            scope ->
                "[{id: '%1$srepository:' + %2$s.repository, name: %2$s.repository}]"
                    .formatted(Urns.PREFIX, scope.node())),
        List.of());
  }

  /// All along a relationship that numbers them.
  private static Many inPlace(String label, String relationship) {
    return new Many(
        label,
        Source.out(relationship, label),
        List.of(OrderKey.ascending(Expression.edge(Properties.N))),
        Map.of(),
        false);
  }

  /// The commits that its message names, as far as they were read; at most twenty.
  private static Many named(String relationship) {
    return new Many(
        Labels.COMMIT,
        Source.out(relationship, Labels.COMMIT).where(ContentFields::isRead),
        List.of(OrderKey.ascending(Properties.SHA)),
        Map.of(),
        false);
  }

  /// The commits whose messages name it.
  private static Many naming(String relationship) {
    return new Many(
        Labels.COMMIT,
        Source.in(relationship, Labels.COMMIT),
        List.of(OrderKey.ascending(Properties.SHA)),
        Map.of(),
        true);
  }

  private static String isRead(String node, String edge) {
    return "%s.%s IS NOT NULL".formatted(node, Properties.SIZE);
  }

  /// `after` is the path of the last file of the page before.
  private static Many files() {
    return new Many(
        TOUCHED_FILE,
        Source.out(Relationships.TOUCHED, Labels.FILE),
        List.of(OrderKey.ascending(Properties.PATH)),
        Map.of("after", AFTER_PATH),
        true);
  }

  private static Many deploymentsBy(String relationship) {
    return new Many(
        Labels.DEPLOYMENT,
        Source.in(relationship, Labels.DEPLOYMENT).distinct(),
        Orders.NEWEST_DEPLOYMENTS.keys(),
        Map.of(),
        true);
  }

  private static EntityType file() {
    return EntityType.named(Labels.FILE, "file")
        .properties(Properties.PATH)
        .field("repository", repositoryByName())
        .build();
  }

  private static EntityType touchedFile() {
    return EntityType.named(TOUCHED_FILE)
        .properties(Properties.PATH)
        .edgeProperties(
            Properties.CHANGE,
            Properties.RENAMED_FROM,
            Properties.MODE,
            Properties.MODE_BEFORE,
            Properties.SUBMODULE,
            Properties.ADDED,
            Properties.DELETED)
        .build();
  }
}
