package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Urns;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds of things that have global ids, as the GraphQL enumeration of that name has them.
public enum ThingKind {
  DEPLOYMENT(Labels.DEPLOYMENT, "deployment"),
  ASSERTED_DEPLOYMENT(Labels.ASSERTED_DEPLOYMENT, Urns.ASSERTED_DEPLOYMENT),
  STEP(Labels.STEP, "step"),
  CHECK(Labels.CHECK, "check"),
  APPROVAL(Labels.APPROVAL, "approval"),
  INCIDENT(Labels.INCIDENT, "incident"),
  ANNOTATION(Labels.ANNOTATION, "annotation"),
  SAVED_QUERY(Labels.SAVED_QUERY, Urns.SAVED_QUERY),
  REGISTRATION(Labels.REGISTRATION, "registration"),
  SERVICE(Labels.SERVICE, "service"),
  ENVIRONMENT(Labels.ENVIRONMENT, "environment"),
  TEAM(Labels.TEAM, "team"),
  PERSON(Labels.PERSON, "person"),
  REPOSITORY(Labels.REPOSITORY, "repository"),
  COMMIT(Labels.COMMIT, "commit"),
  FILE(Labels.FILE, "file"),
  LEDGER(Labels.LEDGER, "ledger"),
  RECORD(Labels.RECORD, "record"),
  SIGNING_KEY(Labels.SIGNING_KEY, "key"),
  VIOLATION(Labels.VIOLATION, "violation");

  /// Those that a large part of all things is joined with, so that a path through one says little.
  public static final Set<ThingKind> HUBS =
      Set.copyOf(EnumSet.of(SERVICE, ENVIRONMENT, TEAM, PERSON, REPOSITORY, LEDGER, SIGNING_KEY));

  /// Those that prove, or tell what was found wrong with a proof.
  static final Set<ThingKind> PROOFS =
      Set.copyOf(EnumSet.of(LEDGER, RECORD, SIGNING_KEY, VIOLATION));

  private static final Map<String, ThingKind> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(kind -> kind.word, Function.identity()));

  private final String label;
  private final String word;

  ThingKind(String label, String word) {
    this.label = label;
    this.word = word;
  }

  /// The label of its nodes, which is the name of its GraphQL type too.
  public String label() {
    return label;
  }

  /// The kind of the thing with that global id; empty where it is no global id.
  public static Optional<ThingKind> ofId(String id) {
    if (!id.startsWith(Urns.PREFIX)) {
      return Optional.empty();
    }
    int colon = id.indexOf(':', Urns.PREFIX.length());
    return colon < 0 || colon == id.length() - 1
        ? Optional.empty()
        : Optional.ofNullable(BY_WORD.get(id.substring(Urns.PREFIX.length(), colon)));
  }
}
