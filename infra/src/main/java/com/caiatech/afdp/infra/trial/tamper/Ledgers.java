package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.soundness.FindingKind;
import com.caiatech.afdp.schemas.verify.DeploymentReport;
import com.caiatech.afdp.schemas.verify.GivenVolume;
import com.caiatech.afdp.schemas.verify.LedgersVerifier;
import com.caiatech.afdp.schemas.verify.SourcesVerdict;
import com.caiatech.afdp.schemas.verify.Verification;
import com.caiatech.afdp.schemas.verify.VolumeReport;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Copies of all ledgers for one attack, copied when they are first touched.
final class Ledgers implements AutoCloseable {
  static final String PENDING = "pending";
  static final String EMPTY_COMMIT = violation(ViolationKind.EMPTY_COMMIT);

  private final Loot loot;
  private final Map<Series, VolumeCopy> copies = new EnumMap<>(Series.class);

  Ledgers(Loot loot) {
    this.loot = loot;
  }

  VolumeCopy of(Series series) {
    return copies.computeIfAbsent(series, loot::copy);
  }

  /// Puts a copy of one ledger in the place of another.
  void replace(Series series, Series by) {
    copies.put(series, loot.copy(by));
  }

  static String violation(ViolationKind kind) {
    return (kind.structural() ? "structural " : "violation ") + kind;
  }

  static String finding(FindingKind kind) {
    return "finding " + kind;
  }

  static String sources(SourcesVerdict.State state) {
    return "sources " + state;
  }

  /// Everything that the verification of these ledgers finds.
  SortedSet<String> findings() {
    Verification found =
        LedgersVerifier.run(
            Arrays.stream(Series.values())
                .map(it -> GivenVolume.of(it.firstVolume(), of(it).repository()))
                .toList(),
            loot.pinned,
            loot.repositories(),
            line -> {});
    SortedSet<String> findings = new TreeSet<>();
    found.volumes().forEach(it -> add(it, findings));
    found.deployments().forEach(it -> add(it, findings));
    return findings;
  }

  private static void add(VolumeReport volume, SortedSet<String> findings) {
    volume.kinds().keySet().forEach(kind -> findings.add(violation(kind)));
    volume.verification().structural().ifPresent(it -> findings.add(violation(it.kind())));
    if (volume.verification().empty() > 0) {
      findings.add(EMPTY_COMMIT);
    }
  }

  private static void add(DeploymentReport deployment, SortedSet<String> findings) {
    deployment.records().findings().forEach(it -> findings.add(finding(it.kind())));
    if (!deployment.records().pending().isEmpty()) {
      findings.add(PENDING);
    }
    deployment
        .sources()
        .map(SourcesVerdict::state)
        .filter(state -> state != SourcesVerdict.State.AGREE)
        .ifPresent(state -> findings.add(sources(state)));
  }

  @Override
  public void close() {
    copies.values().forEach(VolumeCopy::close);
  }
}
