package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Same;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Registrations of repositories and services, and the teams that own these.
final class RegistrationFields {
  private static final String SOURCE = "RegisteredSource";

  /// As the ledger has them, the last one first.
  private static final List<OrderKey> NEWEST =
      List.of(
          OrderKey.newest(Properties.RECORDED_AT),
          OrderKey.newest(Properties.LEDGER_INDEX),
          OrderKey.descending(Properties.ID));

  /// The address `a` with what its authority says of an account left out.
  private static final String WITHOUT_ACCOUNT =
      """
      CASE WHEN split(a, '/')[2] CONTAINS '@' THEN split(a, '/')[0] + '//'
        + CASE WHEN a STARTS WITH 'ssh:' THEN split(split(split(a, '/')[2], '@')[0], ':')[0] + '@' ELSE '' END
        + split(split(a, '/')[2], '@')[-1] + substring(a, size(split(a, '/')[0]) + 2 + size(split(a, '/')[2]))
        ELSE a END\
      """;

  private RegistrationFields() {}

  static List<EntityType> types() {
    return List.of(registration(), source(), team());
  }

  /// The last registration of the object at hand.
  static One newest(String label) {
    return new One(Labels.REGISTRATION, of(label), NEWEST);
  }

  /// As many registrations of the object at hand as are asked for, the last one first.
  static Many all(String label) {
    return new Many(Labels.REGISTRATION, of(label), NEWEST, Map.of(), true);
  }

  private static Source of(String label) {
    return Source.intoId(label, Relationships.REGISTERS, Labels.REGISTRATION);
  }

  /// The addresses of the repository at hand, as its last registration says, without accounts: of
  /// `ssh` the user alone, without whom nobody gets in. Absent where it was never registered.
  static String addresses(Scope scope) {
    Source.Match match = of(Labels.REPOSITORY).match(scope, "x", "r");
    String state = scope.isNow() ? "x" : "s";
    return "head(COLLECT { %s%s%s WITH %s AS s WHERE s.%s IS NOT NULL RETURN %s ORDER BY %s LIMIT 1 })"
        .formatted(
            match.clause(),
            Scope.where(match.conditions()),
            scope.isNow() ? "" : stated(scope),
            state,
            Properties.ADDRESSES,
            "[a IN s.%s | %s]".formatted(Properties.ADDRESSES, WITHOUT_ACCOUNT),
            NEWEST.stream()
                .map(key -> key.ordering(new Scope("s", "s", "", Scope.ABSENT, scope.arguments())))
                .collect(Collectors.joining(", ")));
  }

  /// What a registration `x` said at the moment that is asked about.
  private static String stated(Scope scope) {
    return " MATCH (x)-[v:%s]->(s:%s)%s"
        .formatted(
            scope.types(Relationships.HAS_VERSION),
            Labels.VERSION,
            Scope.where(scope.dated(Relationships.HAS_VERSION, "v")));
  }

  private static EntityType registration() {
    return EntityType.named(Labels.REGISTRATION, "registration")
        .properties(
            Properties.REGISTRATION_ID,
            Properties.ADDRESSES,
            Properties.DEFAULT_BRANCH,
            Properties.REASON,
            Properties.REGISTERED_AT)
        .field("service", Catalogue.one(Labels.SERVICE, Relationships.REGISTERS))
        .field("repository", Catalogue.one(Labels.REPOSITORY, Relationships.REGISTERS))
        .field(
            "sources",
            new Many(
                SOURCE,
                Source.out(Relationships.LIES_IN, Labels.REPOSITORY),
                List.of(OrderKey.ascending(Expression.edge(Properties.ROLE))),
                Map.of(),
                false))
        .field("team", Catalogue.one(Labels.TEAM, Relationships.OWNED_BY))
        .field("registeredBy", Catalogue.one(Labels.PERSON, Relationships.REGISTERED_BY))
        .field("evidence", Catalogue.evidence())
        .build();
  }

  private static EntityType source() {
    return EntityType.named(SOURCE)
        .edgeProperties(Properties.ROLE, Properties.PATH, Properties.SHARED)
        .field("repository", new Same(Labels.REPOSITORY))
        .build();
  }

  private static EntityType team() {
    return EntityType.named(Labels.TEAM, "team").properties(Properties.NAME).build();
  }
}
