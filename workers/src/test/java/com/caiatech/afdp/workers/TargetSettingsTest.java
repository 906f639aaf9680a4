package com.caiatech.afdp.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.workers.router.RouterLimits;
import com.caiatech.afdp.workers.target.local.Liveness;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TargetSettingsTest {
  @Test
  void theDefaultsStandWhereNothingIsSaid() {
    assertThat(TargetSettings.ofEnvironment(Map.of("AFDP_TARGET", "folder", "HOME", "/")))
        .isEqualTo(TargetSettings.DEFAULT);
  }

  @Test
  void everySettingIsTaken() {
    assertThat(
            TargetSettings.ofEnvironment(
                Map.of(
                    "AFDP_TARGET_HEALTH_EVERY", "PT1S",
                    "AFDP_TARGET_HEALTH_WITHIN", "PT2S",
                    "AFDP_TARGET_HEALTH_MISSES", "4",
                    "AFDP_TARGET_CONNECTIONS", "5",
                    "AFDP_TARGET_QUEUE", "0",
                    "AFDP_TARGET_QUEUED_FOR", "PT7S",
                    "AFDP_TARGET_ANSWER_WITHIN", "PT8M")))
        .isEqualTo(
            new TargetSettings(
                new Liveness(Duration.ofSeconds(1), Duration.ofSeconds(2), 4),
                new RouterLimits(5, 0, Duration.ofSeconds(7), Duration.ofMinutes(8))));
  }

  @Test
  void everyWrongAndUnknownSettingIsNamedTogether() {
    assertThatThrownBy(
            () ->
                TargetSettings.ofEnvironment(
                    Map.of(
                        "AFDP_TARGET_HEALTH_EVERY", "PT0S",
                        "AFDP_TARGET_CONNECTIONS", "0",
                        "AFDP_TARGET_QUEUE", "many",
                        "AFDP_TARGET_QUEUES", "1")))
        .isInstanceOf(SchemasException.ConfigurationFault.class)
        .hasMessageContaining("AFDP_TARGET_HEALTH_EVERY: expected a duration above 0, found PT0S")
        .hasMessageContaining(
            "AFDP_TARGET_CONNECTIONS: expected a whole number of 1 or more, found '0'")
        .hasMessageContaining(
            "AFDP_TARGET_QUEUE: expected a whole number of 0 or more, found 'many'")
        .hasMessageContaining("AFDP_TARGET_QUEUES");
  }
}
