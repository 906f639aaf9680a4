package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeLinesTest {
  private static final Instant MOVED = Instant.parse("2026-01-31T12:00:00.000Z");

  @Test
  void anIntakeThatGoesOnSaysHowFarItIsHowFastAndHowLongItTakes() throws Exception {
    assertThat(lines(MOVED.plusSeconds(3), RUNNING))
        .containsExactly(
            "shop                         12345 of 81967 commits (15 %), 880/s, 77 s left");
  }

  @Test
  void oneThatStandsSaysSinceWhenAndWhatItWaitsFor() throws Exception {
    String waiting = RUNNING.replace("\"waitsFor\": null", "\"waitsFor\": \"REPOSITORY\"");
    assertThat(lines(MOVED.plusSeconds(600), waiting))
        .containsExactly(
            "shop                         12345 of 81967 commits (15 %), waits for its repository,"
                + " which does not answer or lacks what it should hold, nothing moved since 10"
                + " min");
  }

  @Test
  void oneThatHasEndedAndARepositoryWithoutAnySayNothing() throws Exception {
    assertThat(lines(MOVED, RUNNING.replace("\"endedAt\": null", "\"endedAt\": \"x\""))).isEmpty();
    assertThat(lines(MOVED, "null")).isEmpty();
  }

  @Test
  void oneOfWhichNobodyKnowsHowMuchItIsSaysSo() throws Exception {
    String fetching =
        RUNNING
            .replace("\"total\": 81967", "\"total\": null")
            .replace("TAKING_IN", "FETCHING")
            .replace("\"secondsLeft\": 80", "\"secondsLeft\": null");
    assertThat(lines(MOVED, fetching))
        .containsExactly("shop                         is fetched for the first time");
  }

  private static final String RUNNING =
      """
      {"activity": "TAKING_IN", "unit": "COMMITS", "done": 12345, "total": 81967,
       "ratePerSecond": 880.4, "secondsLeft": 80, "lastMovedAt": "2026-01-31T12:00:00.000Z",
       "endedAt": null, "waitsFor": null}
      """;

  private static List<String> lines(Instant now, String progress) throws JsonProcessingException {
    String data =
        "{\"repositories\": {\"nodes\": [{\"name\": \"shop\", \"progress\": %s}]}, \"ledgers\": []}"
            .formatted(progress);
    return IntakeLines.of(new JsonMapper().readTree(data), now);
  }
}
