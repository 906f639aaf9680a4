package com.caiatech.afdp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.trial.tamper.Outcome;
import com.caiatech.afdp.infra.trial.tamper.TamperTrial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/// The whole tamper trial with one seed; `infra/tamper-trial` takes others.
@EnabledIfEnvironmentVariable(
    named = "AFDP_TAMPER_TRIAL",
    matches = "1",
    disabledReason = "SKIPPED: takes minutes; set AFDP_TAMPER_TRIAL=1 to run it")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class TamperTest {
  @TempDir Path folder;

  @Test
  void ofEveryAttackIsFoundWhatShouldBe() {
    List<Outcome> outcomes = new TamperTrial(folder, 1, System.err::println).run(Optional.empty());
    outcomes.forEach(it -> System.err.println(it.row()));
    assertThat(outcomes).hasSizeGreaterThanOrEqualTo(60).allMatch(Outcome::asExpected);
  }
}
