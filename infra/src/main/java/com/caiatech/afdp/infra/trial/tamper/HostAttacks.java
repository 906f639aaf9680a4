package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.record.Series;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What whoever has the ledgers' host does under a platform that runs: the platform has to see it
/// by itself. What is set back or deleted here is put back; what is added stays.
final class HostAttacks {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final byte[] FORGED = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String VIOLATIONS =
      "{ violations(first: 100) { nodes { id kind curedAt } } }";

  private final StateLayout layout;
  private final GatewayClient auditor;
  private final List<Outcome> outcomes = new ArrayList<>();
  private String place = "";

  private HostAttacks(StateLayout layout, GatewayClient auditor) {
    this.layout = layout;
    this.auditor = auditor;
  }

  static List<Outcome> carryOut(StateLayout layout, Endpoints endpoints) {
    try (GatewayClient auditor = endpoints.client("auditor")) {
      HostAttacks attacks = new HostAttacks(layout, auditor);
      attacks.all();
      return attacks.outcomes;
    }
  }

  private void all() {
    seen(
        "a ledger set back under a running platform",
        ViolationKind.REWRITTEN_HISTORY,
        Series.APPROVALS,
        VolumeCopy::back);
    seen(
        "a branch deleted under a running platform",
        ViolationKind.DELETED_REF,
        Series.CHECKS,
        VolumeCopy::deleteBranch);
    added("an empty commit pushed to a running platform", ViolationKind.EMPTY_COMMIT, draft -> {});
    added(
        "an unsigned record pushed to a running platform",
        ViolationKind.UNSIGNED,
        draft -> draft.add(place, FORGED));
  }

  /// Harm that is seen, put back, and then seen to have ended.
  private void seen(String name, ViolationKind kind, Series series, Consumer<VolumeCopy> harm) {
    Set<String> before = ids();
    try (VolumeCopy ledger = new VolumeCopy(layout.ledger(series.value()), series)) {
      CommitId head = ledger.head();
      harm.accept(ledger);
      SortedSet<String> found = await(before, kind, false);
      ledger.point(head);
      if (await(before, kind, true).isEmpty()) {
        found = new TreeSet<>(Set.of("no end once it was put back"));
      }
      tell(name, kind, found);
    }
  }

  private void added(String name, ViolationKind kind, Consumer<ForgedCommit> change) {
    Set<String> before = ids();
    try (VolumeCopy ledger =
        new VolumeCopy(layout.ledger(Series.INCIDENTS.value()), Series.INCIDENTS)) {
      place = PushAttacks.free(ledger);
      ledger.commit(change);
      tell(name, kind, await(before, kind, false));
    }
  }

  private void tell(String name, ViolationKind kind, SortedSet<String> found) {
    outcomes.add(new Outcome(Thief.PUSH.toString(), name, Ledgers.violation(kind), found));
  }

  /// The new violations once one of the kind is there, or is there and cured; none where that takes
  /// too long.
  private SortedSet<String> await(Set<String> before, ViolationKind kind, boolean cured) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      SortedSet<String> found = new TreeSet<>();
      boolean there = false;
      for (JsonNode violation : violations()) {
        if (!before.contains(violation.path("id").asText())) {
          ViolationKind seen = kindOf(violation.path("kind").asText());
          found.add(Ledgers.violation(seen));
          there |= seen == kind && violation.path("curedAt").isTextual() == cured;
        }
      }
      if (there) {
        return found;
      }
      Pause.once();
    }
    return new TreeSet<>();
  }

  private Set<String> ids() {
    Set<String> ids = new HashSet<>();
    violations().forEach(it -> ids.add(it.path("id").asText()));
    return ids;
  }

  private JsonNode violations() {
    return auditor.query(VIOLATIONS, Map.of()).path("violations").path("nodes");
  }

  private static ViolationKind kindOf(String code) {
    for (ViolationKind kind : ViolationKind.values()) {
      if (kind.code().equals(code)) {
        return kind;
      }
    }
    throw new IllegalStateException("the gateway names a violation of no kind: " + code);
  }
}
