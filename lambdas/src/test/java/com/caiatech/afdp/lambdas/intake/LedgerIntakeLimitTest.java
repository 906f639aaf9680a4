package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.APPROVALS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.progress.IntakeWait;
import com.caiatech.afdp.graphmodel.projection.VolumeStates;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A ledger that is longer than one call of the projection may take.
class LedgerIntakeLimitTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();

  private static final int COMMITS = 3;
  private static final int RECORDS_OF_A_COMMIT = 1_000;
  private static final int OF_A_DEPLOYMENT = 20;
  private static final long RECORDS = COMMITS * RECORDS_OF_A_COMMIT;

  /// A call that gets nowhere is followed by one that has twice its time, as a new process has it.
  @Test
  void aLedgerIntakeThatTimeLimitsCutGoesOnFromThereToItsEnd() throws Exception {
    platform.publishPolicy();
    platform.projection().project(POLICIES);
    for (int commit = 0; commit < COMMITS; commit++) {
      platform.approvals().add(WORKER, NOW.plusSeconds(10 + commit), approvals());
    }
    List<Long> sizes = new ArrayList<>();
    List<Long> told = new ArrayList<>();
    int cuts = 0;
    Duration limit = Duration.ofMillis(100);
    while (size() < RECORDS) {
      long before = size();
      Projection projection = platform.projection();
      try {
        projection.project(APPROVALS, new Deadline(Instant.now().plus(limit)));
      } catch (LambdasException.OutOfTime cut) {
        cuts++;
        assertThat(progress()).containsEntry("waitsFor", IntakeWait.NEXT_CALL.name());
        assertThat(cut)
            .hasMessageContaining("up to entry " + size())
            .hasMessageEndingWith("the next one goes on from there");
      }
      platform.stop(projection);
      limit = size() > before ? limit : limit.multipliedBy(2);
      sizes.add(size());
      told.add((Long) progress().getOrDefault("done", 0L));
    }
    assertThat(cuts).isPositive();
    assertThat(sizes).isSorted().endsWith(RECORDS);
    assertThat(sizes.stream().distinct()).as("it was cut on its way").hasSizeGreaterThan(2);
    assertThat(told).isSorted().endsWith(RECORDS);
    assertThat(progress()).containsKey("endedAt").doesNotContainKey("waitsFor");
    assertThat(platform.texts("MATCH (a:Approval) RETURN a.id AS text"))
        .hasSize((int) RECORDS)
        .doesNotHaveDuplicates();
    GraphDigest inPieces = platform.digest();
    assertThat(platform.rebuild()).isEqualTo(inPieces);
  }

  private static LedgerRecord[] approvals() {
    LedgerRecord[] records = new LedgerRecord[RECORDS_OF_A_COMMIT];
    DeploymentId deployment = DeploymentId.create(NOW);
    for (int i = 0; i < records.length; i++) {
      if (i % OF_A_DEPLOYMENT == 0) {
        deployment = DeploymentId.create(NOW);
      }
      records[i] = PlatformFixture.approval(deployment, "approve-" + i);
    }
    return records;
  }

  private long size() {
    return new VolumeStates(platform.driver())
        .of(Series.APPROVALS.firstVolume(), Series.APPROVALS)
        .size();
  }

  private Map<String, Object> progress() {
    return platform
        .driver()
        .executableQuery("MATCH (p:Progress {id: $id}) RETURN properties(p) AS progress")
        .withParameters(Map.of("id", Urns.progress(APPROVALS)))
        .execute()
        .records()
        .stream()
        .map(row -> row.get("progress").asMap())
        .findFirst()
        .orElse(Map.of());
  }
}
