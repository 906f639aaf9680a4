package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

/// What holds once a deployment has ended, whatever happened on the way.
final class DeploymentInvariants {
  private DeploymentInvariants() {}

  /// One record a logical step; steps without a gap; one closed manifest, which names all others.
  ///
  /// @param records those that count
  static void holdOfRecords(List<StandingRecord> records) {
    assertThat(records)
        .extracting(it -> it.record().header().logicalStep())
        .doesNotHaveDuplicates();
    List<Integer> steps =
        bodies(records, DeploymentStep.class).stream()
            .filter(step -> !step.saysGo())
            .map(DeploymentStep::number)
            .toList();
    assertThat(steps)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, steps.size()).boxed().toList());
    assertThat(bodies(records, DeploymentManifestOpened.class)).hasSizeLessThanOrEqualTo(1);
    StandingRecord closed =
        records.stream()
            .filter(it -> it.record().header().logicalStep().equals(LogicalStep.CLOSED))
            .reduce(
                (one, other) -> {
                  throw new AssertionError("closed twice: " + one + ", " + other);
                })
            .orElseThrow(() -> new AssertionError("never closed: " + records));
    assertThat(((DeploymentManifestClosed) closed.record().body()).records())
        .containsExactlyInAnyOrderElementsOf(
            records.stream().filter(it -> !it.equals(closed)).map(StandingRecord::ref).toList());
  }

  /// The same of real ledgers, in which nothing else stands about the deployment and which any
  /// verifier calls sound; and what the manifest says serves, serves alone.
  static void hold(RunningWorkers running, DeploymentId id) {
    List<StandingRecord> records = running.recorded().standing(id);
    holdOfRecords(records);
    assertThat(running.recorded().problem(id)).isEmpty();
    for (Series series : EnumSet.complementOf(EnumSet.of(Series.TRUST_POLICY))) {
      assertThat(running.recorded().isSound(series)).as(series.value()).isTrue();
      assertThat(running.recorded().readings().about(series, id.subject()))
          .as("entries beside those that count")
          .allMatch(entry -> entry.trusted().isPresent())
          .extracting(ReadEntry::ref)
          .containsExactlyElementsOf(
              records.stream()
                  .map(StandingRecord::ref)
                  .filter(ref -> ref.volume().first().equals(series.firstVolume()))
                  .toList());
    }
    List<TrafficShare> serving =
        bodies(records, DeploymentManifestClosed.class).getFirst().serving();
    assertThat(running.target().observe(CART, STAGING)).isEqualTo(serving);
    assertThat(running.target().running(CART, STAGING))
        .containsExactlyElementsOf(serving.stream().map(TrafficShare::deploymentId).toList());
  }

  private static <B extends RecordBody> List<B> bodies(
      List<StandingRecord> records, Class<B> type) {
    return records.stream()
        .map(it -> it.record().body())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}
