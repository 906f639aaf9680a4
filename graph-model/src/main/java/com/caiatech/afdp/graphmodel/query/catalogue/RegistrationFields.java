package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Same;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.List;
import java.util.Map;

/// Registrations of repositories and services, and the teams that own these.
final class RegistrationFields {
  private static final String SOURCE = "RegisteredSource";

  /// As the ledger has them, the last one first.
  private static final List<OrderKey> NEWEST =
      List.of(
          OrderKey.newest(Properties.RECORDED_AT),
          OrderKey.newest(Properties.LEDGER_INDEX),
          OrderKey.descending(Properties.ID));

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
