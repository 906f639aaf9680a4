package com.caiatech.afdp.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.caiatech.afdp.infra.trial.KillReport;
import com.caiatech.afdp.infra.trial.KillTrial;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/// Two seeded moments of each kind of Temporal service; `infra/kill-test` runs as many as one
/// likes.
@EnabledIfEnvironmentVariable(
    named = "AFDP_KILL_TRIAL",
    matches = "1",
    disabledReason = "SKIPPED: takes minutes; set AFDP_KILL_TRIAL=1 to run it")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class KillTest {
  private static final int MOMENTS = 2;

  @TempDir Path folder;

  @Test
  void killingThePlatformWithTemporalInProcessLosesDoublesAndLeavesOpenNothing() {
    requireNothingLost(new KillTrial(folder, "in_process", 1, System.err::println).run(MOMENTS));
  }

  @Test
  void killingThePlatformWithTheTemporalCommandLosesDoublesAndLeavesOpenNothing() {
    assumeTrue(
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "temporal"))),
        "SKIPPED: no temporal command on the PATH");
    requireNothingLost(new KillTrial(folder, "command", 2, System.err::println).run(MOMENTS));
  }

  private static void requireNothingLost(KillReport report) {
    assertThat(report.faults()).as(report.toString()).isEmpty();
    assertThat(report.moments()).hasSize(MOMENTS);
    assertThat(report.deployments()).isEqualTo(MOMENTS + 2);
    assertThat(report.statuses().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(report.deployments());
  }
}
