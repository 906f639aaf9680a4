package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.Many;
import com.caiatech.afdp.graphmodel.query.catalogue.FieldDefinition.One;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.suspect.SuspectQuery;
import com.caiatech.afdp.graphmodel.suspect.SuspectWeights;
import java.util.List;
import java.util.Map;

/// The ranked commits that may have caused an incident. A suspect is a map that the ranking gives:
/// its commit and deployment are found by their ids, its reasons are maps too.
final class SuspectFields {
  private static final String SUSPECT = "Suspect";
  private static final String REASON = "SuspectReason";

  private SuspectFields() {}

  static List<EntityType> types() {
    return List.of(suspect(), reason());
  }

  /// The field of an incident; the ranking takes the argument `first`.
  static Many suspects() {
    return new Many(
        SUSPECT, SuspectFields::ranked, List.of(OrderKey.oldest("rank")), Map.of(), false);
  }

  private static Source.Match ranked(Scope from, String node, String edge) {
    if (!from.isNow()) {
      throw new GraphModelException.InvalidArgument(
          "suspects: they are ranked by what is known now, and "
              + FieldDefinition.AsOf.ARGUMENT
              + " asks for another moment; ask for them without it");
    }
    String list = "ranked" + node;
    String ranking =
        SuspectQuery.subquery(
            from.node(),
            from.required(FieldDefinition.FIRST, Conversion.first()),
            from.arguments().constant(SuspectWeights.standard()),
            list);
    return new Source.Match(
        "%s UNWIND %s AS %s".formatted(ranking, list, node), List.of(), "", false, false);
  }

  private static EntityType suspect() {
    return EntityType.named(SUSPECT)
        .properties("rank", "score", Properties.IN_SCOPE)
        .field("commit", found(Labels.COMMIT, "commitId"))
        .field("deployment", found(Labels.DEPLOYMENT, "deploymentId"))
        .field("asserted", found(Labels.ASSERTED_DEPLOYMENT, "assertedId"))
        .field(
            "reasons",
            new Many(
                REASON,
                Source.elements(Expression.node("reasons")),
                List.of(
                    OrderKey.newest(scope -> "%1$s.weight * %1$s.strength".formatted(scope.node())),
                    OrderKey.ascending("signal")),
                Map.of(),
                false))
        .build();
  }

  private static One found(String label, String idKey) {
    return new One(label, Source.lookup(label, Properties.ID, Expression.node(idKey)), List.of());
  }

  private static EntityType reason() {
    return EntityType.named(REASON)
        .properties("signal", Properties.WEIGHT, "strength", "explanation")
        .build();
  }
}
