package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A type of relationship that a path may walk: the one definition of which these are. Versions are
/// no things, so nothing leads to them.
///
/// @param type as {@link Relationships} spells it
/// @param targets the kinds of things that it leads to
/// @param proof whether it tells what proves a fact, and not a fact
record Walk(String type, Set<ThingKind> targets, boolean proof) {
  /// All of them, in alphabetical order.
  static final List<Walk> ALL =
      List.of(
          proof(Relationships.ABOUT, ThingKind.RECORD),
          fact(Relationships.AFFECTED, ThingKind.SERVICE),
          fact(Relationships.ANNOTATED_BY, ThingKind.PERSON),
          fact(
              Relationships.ANNOTATES,
              ThingKind.DEPLOYMENT,
              ThingKind.ASSERTED_DEPLOYMENT,
              ThingKind.INCIDENT,
              ThingKind.COMMIT),
          fact(Relationships.AUTHORED_BY, ThingKind.PERSON),
          fact(Relationships.BLAMES, ThingKind.COMMIT),
          fact(Relationships.CAUSED_BY, ThingKind.DEPLOYMENT, ThingKind.ASSERTED_DEPLOYMENT),
          fact(Relationships.CHECKED, ThingKind.DEPLOYMENT),
          fact(Relationships.CHERRY_PICKED_FROM, ThingKind.COMMIT),
          fact(Relationships.COMMITTED_BY, ThingKind.PERSON),
          fact(Relationships.CO_AUTHORED_BY, ThingKind.PERSON),
          fact(Relationships.DECIDED, ThingKind.DEPLOYMENT),
          fact(Relationships.DECIDED_BY, ThingKind.PERSON),
          fact(Relationships.DEPLOYED, ThingKind.COMMIT),
          proof(Relationships.EVIDENCED_BY, ThingKind.RECORD),
          proof(Relationships.FOUND, ThingKind.VIOLATION),
          fact(Relationships.IN, ThingKind.ENVIRONMENT),
          proof(Relationships.IN_LEDGER, ThingKind.LEDGER),
          fact(Relationships.IN_REPOSITORY, ThingKind.REPOSITORY),
          proof(Relationships.JUDGED, ThingKind.RECORD),
          fact(Relationships.LIES_IN, ThingKind.REPOSITORY),
          fact(Relationships.OF, ThingKind.SERVICE),
          fact(Relationships.OWNED_BY, ThingKind.TEAM),
          fact(Relationships.PARENT, ThingKind.COMMIT),
          fact(Relationships.PREVIOUS, ThingKind.DEPLOYMENT),
          fact(Relationships.REGISTERED_BY, ThingKind.PERSON),
          fact(Relationships.REGISTERS, ThingKind.REPOSITORY, ThingKind.SERVICE),
          fact(Relationships.REPORTED_BY, ThingKind.PERSON),
          fact(Relationships.REQUESTED_BY, ThingKind.PERSON),
          fact(Relationships.RESTORED, ThingKind.DEPLOYMENT),
          fact(Relationships.RETRY_OF, ThingKind.DEPLOYMENT),
          fact(Relationships.REVERTS, ThingKind.COMMIT),
          fact(Relationships.ROLLBACK_OF, ThingKind.DEPLOYMENT),
          fact(Relationships.ROUTED, ThingKind.DEPLOYMENT),
          fact(Relationships.SAVED_BY, ThingKind.PERSON),
          fact(Relationships.SHIPPED, ThingKind.COMMIT),
          proof(Relationships.SIGNED_BY, ThingKind.SIGNING_KEY),
          fact(Relationships.STEP_OF, ThingKind.DEPLOYMENT),
          fact(Relationships.TO, ThingKind.ENVIRONMENT),
          fact(Relationships.TOUCHED, ThingKind.FILE),
          fact(Relationships.UNDO_OF, ThingKind.DEPLOYMENT),
          fact(Relationships.WITHDREW, ThingKind.COMMIT));

  Walk {
    targets = Set.copyOf(targets);
  }

  private static Walk fact(String type, ThingKind... targets) {
    return new Walk(type, EnumSet.copyOf(Arrays.asList(targets)), false);
  }

  private static Walk proof(String type, ThingKind... targets) {
    return new Walk(type, EnumSet.copyOf(Arrays.asList(targets)), true);
  }

  /// Whether it can lead between things of kinds that a search admits.
  boolean leadsTo(Set<ThingKind> admitted) {
    return targets.stream().anyMatch(admitted::contains);
  }
}
