package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.sealing.PersonalPointers;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neo4j.driver.Record;

/// Each role asks for each protected field on every way that the published schema has to it, and
/// for every other field beside it: what it is shown is what {@link #OPEN} says, and nothing else.
class ProtectedFieldsTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path keys;

  private static final Set<Role> PERSONAL =
      Set.of(Role.APPROVER, Role.INCIDENT_MANAGER, Role.AUDITOR, Role.ADMIN);

  /// Which roles a field's values are open to.
  private static final Map<String, Set<Role>> OPEN =
      Map.of(
          "Person.displayName", PERSONAL,
          "Incident.description", PERSONAL,
          "Query.graphDigest", Set.of(Role.AUDITOR, Role.ADMIN));

  /// The only field that shows what is sealed, as it is sealed.
  private static final String SEALED = "Record.body";

  /// What every value begins with that is sealed in the graph, once it is open.
  private static final String CLEAR = "in-clear-";

  /// Ways of interfaces whose values are never of the type: a search finds no people, and a blast
  /// radius is of what was deployed.
  private static final Set<String> NEVER =
      Set.of(
          "SearchHit.thing → Person.displayName",
          "BlastRadius.of → Person.displayName",
          "BlastRadius.of → Incident.description");

  private static final boolean NIGHTLY = Integer.getInteger("afdp.histories", 0) > 0;

  /// What is told as it was believed at a moment; people have one name.
  private static final String DATED = "Incident.description";

  private static final String AS_OF = ", asOf: \"2026-01-01T00:00:00.000Z\"";

  /// What has no answer as of a moment.
  private static final Set<String> OF_NOW_ALONE = Set.of("Incident.suspects");

  private static final String DEPLOYMENT =
      "urn:afdp:deployment:018b0000-0000-7000-8000-00000000000";
  private static final String INCIDENT = "urn:afdp:incident:018b0000-0000-7000-8000-000000000101";
  private static final String PERSON = "urn:afdp:person:p_cccccccccccccccccccccccccccccccc";
  private static final String COMMIT = "urn:afdp:commit:shop:0009";
  private static final String ANNOTATION =
      "urn:afdp:annotation:018b0000-0000-7000-8000-000000000401";
  private static final String SAVED_QUERY =
      "urn:afdp:saved-query:018b0000-0000-7000-8000-000000000501";

  /// How the top-level fields are asked that need more than a number of things.
  private static final Map<String, List<String>> ARGUMENTS =
      Map.ofEntries(
          Map.entry(
              "node",
              List.of(
                  id(PERSON),
                  id(INCIDENT),
                  id(DEPLOYMENT + 4),
                  id(COMMIT),
                  id(ANNOTATION),
                  id(SAVED_QUERY))),
          Map.entry("nodes", List.of("ids: [\"%s\", \"%s\"]".formatted(PERSON, INCIDENT))),
          Map.entry("deployment", List.of(id(DEPLOYMENT + 4))),
          Map.entry("assertedDeployment", List.of(id("018b0000-0000-7000-8000-000000000301"))),
          Map.entry("service", List.of("name: \"checkout\"", "name: \"cart\"")),
          Map.entry("repository", List.of("name: \"shop\"")),
          Map.entry("environment", List.of("name: \"production\"")),
          Map.entry("team", List.of("name: \"payments\"")),
          Map.entry("person", List.of("personId: \"p_cccccccccccccccccccccccccccccccc\"")),
          Map.entry("commit", List.of("repository: \"shop\", sha: \"0009\"")),
          Map.entry("incident", List.of(id(INCIDENT))),
          Map.entry("savedQuery", List.of(id(SAVED_QUERY))),
          Map.entry("record", List.of(id("018b0000-0000-8000-8000-000000000021"))),
          Map.entry("ledgers", List.of("")),
          Map.entry("runningAt", List.of("service: \"checkout\", environment: \"production\"")),
          Map.entry("whereIs", List.of("repository: \"shop\", sha: \"0009\"")),
          Map.entry("search", List.of("text: \"broken\", first: 4")),
          Map.entry("blastRadius", List.of("of: \"%s\"".formatted(COMMIT))),
          Map.entry("paths", List.of(ends(PERSON, INCIDENT), ends(INCIDENT, PERSON))),
          Map.entry(
              "reachable",
              List.of(
                  "from: \"%s\", kinds: [PERSON], first: 4, maxDepth: 1".formatted(INCIDENT),
                  "from: \"%s\", kinds: [INCIDENT], first: 4, maxDepth: 1".formatted(PERSON))),
          Map.entry(
              "diff",
              List.of(
                  "from: {environment: \"staging\"}, to: {environment: \"production\"}, first: 4")),
          Map.entry(
              "compare", List.of("a: \"%s4\", b: \"%s2\"".formatted(DEPLOYMENT, DEPLOYMENT))));

  private static QueryEngine engine;

  private static String id(String id) {
    return "id: \"" + id + "\"";
  }

  private static String ends(String from, String to) {
    return "from: \"%s\", to: \"%s\", maxDepth: 3".formatted(from, to);
  }

  @BeforeAll
  static void sealWhatIsOfPeople() {
    SampleGraph.create(NEO4J.driver());
    engine = new QueryEngine(NEO4J.driver(), keys);
    annotateWhatIsSealed();
    for (Record row :
        rows("MATCH (c:Commit)-[:AUTHORED_BY]->(p) RETURN c.id AS id, p.personId AS person")) {
      String name = sealed(row, "id", PersonalPointers.AUTHOR_NAME);
      write("MATCH (c:Commit {id: $id}) SET c.authorName = $text", row, name);
    }
    for (Record row :
        rows(
            """
            MATCH (i:Incident)-[:EVIDENCED_BY]->(r), (i)-[:REPORTED_BY]->(p)
            RETURN i.id AS id, r.recordId AS record, p.personId AS person
            """)) {
      String text = sealed(row, "record", PersonalPointers.DESCRIPTION);
      write(
          """
          MATCH (i:Incident {id: $id})-[:HAS_VERSION]->(v), (r:Record {recordId: $record})
          SET i.description = $text, i.descriptionRecord = $record, v.description = $text,
            v.descriptionRecord = $record, r.body = '{"description":"' + $text + '"}'
          """,
          row,
          text);
    }
  }

  /// One annotation is about all that leads to annotations here, whichever of them is the shortest.
  private static void annotateWhatIsSealed() {
    NEO4J
        .driver()
        .executableQuery(
            """
            MATCH (t:Annotation {id: $annotation})-[r:ANNOTATED_BY|ANNOTATES]->() DELETE r
            WITH DISTINCT t MATCH (p:Person {id: $person}) CREATE (t)-[:ANNOTATED_BY {since: 1}]->(p)
            WITH t MATCH (x:Incident|Deployment|Commit) WHERE x.id IN $things
            CREATE (t)-[:ANNOTATES {since: 1}]->(x)
            """)
        .withParameters(
            Map.of(
                "annotation",
                ANNOTATION,
                "person",
                PERSON,
                "things",
                List.of(INCIDENT, DEPLOYMENT + 4, COMMIT)))
        .execute();
  }

  private static String sealed(Record row, String context, String pointer) {
    PersonId person = new PersonId(row.get("person").asString());
    return engine.sealer.seal(person, row.get(context).asString(), pointer, CLEAR + person).text();
  }

  private static List<Record> rows(String statement) {
    return NEO4J.driver().executableQuery(statement).execute().records();
  }

  private static void write(String statement, Record row, String text) {
    Map<String, Object> parameters = new HashMap<>(row.asMap());
    parameters.put("text", text);
    NEO4J.driver().executableQuery(statement).withParameters(parameters).execute();
  }

  private static TypeDefinitionRegistry published() {
    return SchemaWiring.published(RuntimeWiring.newRuntimeWiring().build(), Map.of()).types();
  }

  private static ProtectedWays waysOf(TypeDefinitionRegistry types) {
    Set<String> guarded = new HashSet<>(OPEN.keySet());
    guarded.add(SEALED);
    return new ProtectedWays(schema(types), guarded);
  }

  private static GraphQLSchema schema(TypeDefinitionRegistry types) {
    return UnExecutableSchemaGenerator.makeUnExecutableSchema(types);
  }

  private static Set<String> published(ProtectedWays ways) {
    return ways.ways(schema(published()).getQueryType());
  }

  /// Each way on its shortest path from a top-level field, now and, where what it opens is kept of
  /// former moments, too, as of one; and each top-level field on its shortest way. What is sealed
  /// is the same for all, and asked for by one role; top-level fields lead to the same ways, and
  /// are gone by the nightly workflow.
  private static Set<String> documents(Role role) {
    ProtectedWays ways = waysOf(published());
    List<GraphQLFieldDefinition> roots = schema(published()).getQueryType().getFieldDefinitions();
    Set<String> documents = new LinkedHashSet<>();
    for (String way : published(ways)) {
      if (way.endsWith(SEALED) && role != Role.VIEWER) {
        continue;
      }
      for (String moment : way.endsWith(DATED) ? List.of("", AS_OF) : List.of("")) {
        documents.addAll(
            shortest(roots.stream().map(root -> asked(ways, root, moment, way)).toList()));
      }
    }
    for (GraphQLFieldDefinition root : NIGHTLY ? roots : List.<GraphQLFieldDefinition>of()) {
      documents.addAll(
          shortest(published(ways).stream().map(way -> asked(ways, root, "", way)).toList()));
    }
    return documents;
  }

  private static List<String> shortest(List<List<String>> choices) {
    return choices.stream()
        .filter(documents -> !documents.isEmpty())
        .min(Comparator.comparingInt(documents -> documents.getFirst().length()))
        .orElse(List.of());
  }

  /// A top-level field on a way, once for each of its arguments; nothing where it does not lead
  /// there.
  ///
  /// @param moment a further argument, or nothing
  private static List<String> asked(
      ProtectedWays ways, GraphQLFieldDefinition root, String moment, String way) {
    if (!moment.isEmpty() && root.getArgument("asOf") == null) {
      return List.of();
    }
    return arguments(root).stream()
        .flatMap(
            arguments ->
                ways
                    .document(
                        root.getName(),
                        inBrackets(arguments + moment),
                        Set.of(way),
                        moment.isEmpty() ? Set.of() : OF_NOW_ALONE)
                    .stream())
        .toList();
  }

  private static List<String> arguments(GraphQLFieldDefinition root) {
    boolean needsMore =
        root.getArguments().stream().anyMatch(it -> GraphQLTypeUtil.isNonNull(it.getType()));
    assertThat(!needsMore || ARGUMENTS.containsKey(root.getName()))
        .as("%s needs arguments, which are to be said here", root.getName())
        .isTrue();
    return ARGUMENTS.getOrDefault(
        root.getName(), List.of(root.getArgument("first") == null ? "" : "first: 4"));
  }

  private static String inBrackets(String arguments) {
    return arguments.isEmpty() ? "" : "(" + arguments + ")";
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void eachRoleIsShownWhatIsOpenToItOnEveryWayAndNothingElse(Role role) {
    Set<String> clear = new TreeSet<>();
    Set<String> sealed = new TreeSet<>();
    Set<String> errors = new TreeSet<>();
    for (String document : documents(role)) {
      Map<String, Object> answer = engine.ask(QueryEngine.principal(role), document, Map.of());
      if (answer.containsKey("errors")) {
        errors.add(document.substring(0, 60) + ": " + answer.get("errors"));
      }
      clear.addAll(ProtectedWays.showing(CLEAR, answer.get("data")));
      sealed.addAll(ProtectedWays.showing("sealed:", answer.get("data")));
    }
    assertThat(errors).isEmpty();
    assertThat(sealed.isEmpty()).isEqualTo(role != Role.VIEWER);
    assertThat(sealed).allMatch(way -> way.endsWith(" → " + SEALED));
    assertThat(clear).isEqualTo(open(role));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theDigestIsForTwoRoles(Role role) {
    Map<String, Object> answer =
        engine.ask(QueryEngine.principal(role), "{ a: graphDigest { sha256 } }", Map.of());
    if (isOpen("Query.graphDigest", role)) {
      assertThat(String.valueOf(answer.get("data"))).contains("sha256=");
    } else {
      assertThat(String.valueOf(answer.get("errors"))).contains("FORBIDDEN");
      assertThat(String.valueOf(answer.get("data"))).doesNotContain("sha256");
    }
  }

  /// The ways on which the role is to be shown something.
  private static Set<String> open(Role role) {
    return published(waysOf(published())).stream()
        .filter(way -> !NEVER.contains(way) && !way.endsWith(SEALED))
        .filter(way -> isOpen(way.substring(way.indexOf(" → ") + 3), role))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOpen(String field, Role role) {
    return Objects.requireNonNull(OPEN.get(field), field).contains(role);
  }

  @Test
  void whatMutationsAndSubscriptionsAnswerLeadsToNothingProtected() {
    GraphQLSchema schema = schema(published());
    for (GraphQLObjectType root :
        Stream.of(schema.getMutationType(), schema.getSubscriptionType()).toList()) {
      assertThat(waysOf(published()).ways(root)).isEmpty();
    }
  }

  /// The proof that the above can fail: a further way is found, and one that shows nothing, or that
  /// shows too much, is told apart.
  @Test
  void aFurtherWayIsGoneAndWhatItShowsIsSeen() {
    TypeDefinitionRegistry types =
        published()
            .merge(new SchemaParser().parse("extend type Team { lead: Person, note: Fact }"));
    Set<String> more = waysOf(types).ways(schema(types).getQueryType());
    more.removeAll(published(waysOf(published())));
    assertThat(more)
        .containsExactly("Team.lead → Person.displayName", "Team.note → Incident.description");
    assertThat(waysOf(types).document("team", "(name: \"payments\")", more, Set.of()))
        .hasValue(
            "{ __typename team(name: \"payments\") { __typename id name"
                + " lead { __typename id personId displayName again_displayName: displayName }"
                + " note { __typename ... on Incident { __typename Incident_id: id"
                + " Incident_incidentId: incidentId Incident_title: title"
                + " Incident_description: description again_description: description"
                + " Incident_severity: severity Incident_phase: phase"
                + " Incident_components: components Incident_startedAt: startedAt"
                + " Incident_detectedAt: detectedAt Incident_resolvedAt: resolvedAt } } } }");
    Map<String, Object> shown =
        Map.of(
            "__typename",
            "Query",
            "team",
            Map.of(
                "__typename",
                "Team",
                "name",
                CLEAR + "p",
                "lead",
                List.of(Map.of("__typename", "Person", "again_displayName", CLEAR + "p"))));
    assertThat(ProtectedWays.showing(CLEAR, shown))
        .containsExactly("Query.team → Team.name", "Team.lead → Person.displayName");
  }
}
