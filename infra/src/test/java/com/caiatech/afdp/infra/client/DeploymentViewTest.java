package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is shown of a deployment whose plan has every kind of step, and one that nobody here knows.
class DeploymentViewTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:01:00.000Z");
  private static final String OPENED =
      """
      {"plan": {"rules": [{"name": "production", "minimum": 2}], "steps": [
        {"type": "check", "stage": "pre", "name": "build", "within_millis": 1000},
        {"type": "approve", "rule": "production", "within_millis": 1000},
        {"type": "start", "instances": 2, "within_millis": 1000},
        {"type": "hold", "for_millis": 90000, "until": "noon", "loud": false, "within_millis": 1000},
        {"type": "set-weights", "weight": 100, "within_millis": 1000},
        {"type": "check", "stage": "post", "name": "smoke", "within_millis": 1000},
        {"type": "confirm"}, {"type": "restore"}, {"type": "close"}]}}
      """;
  private static final String BUILD =
      """
      {"name": "build", "stage": "PRE", "status": "PASSED", "reason": null,
       "startedAt": "2026-01-31T12:00:01.000Z", "endedAt": "2026-01-31T12:00:05.500Z"}
      """;
  private static final String SMOKE =
      """
      {"name": "smoke", "stage": "POST", "status": "FAILED", "reason": "3 × status 500",
       "startedAt": "2026-01-31T12:00:40.000Z", "endedAt": "2026-01-31T12:00:41.000Z"}
      """;

  @Test
  void beforeThePlanStandsItSaysWhatTheWorkflowDoes() throws Exception {
    String deployment =
        deployment("RUNNING", "", "", "").replace("\"2026-01-31T12:00:00.500Z\"", "null");
    DeploymentView view = view(deployment, null, event("QUEUED", "waits for its turn behind 0190"));
    assertThat(Line.text(view.lines(true)))
        .isEqualTo(
            """
            d  deploy of cart to production
              status        RUNNING, queued: waits for its turn behind 0190
              by            p_1
              at            2026-01-31T12:00:00.000Z, since 1 min 0 s
              because       spring release\
            """);
    assertThat(view.ended()).isFalse();
  }

  @Test
  void whatWaitsForApprovalSaysForHowManyAndWhoGaveOne() throws Exception {
    DeploymentView view =
        view(
            deployment("RUNNING", BUILD, approval("APPROVED", "p_2"), ""),
            OPENED,
            event("AWAITING_APPROVAL", "waits for 1 approval"));
    assertThat(tree(view, true))
        .isEqualTo(
            """
            ├─  1 ✔ check pre build              done  4.5 s
            ├─  2 ◇ approve production           waiting, 1 of 2  54 s
            │        approved by p_2: as agreed
            ├─  3 · start 2                      to come
            ├─  4 · hold noon 1 min 30 s         to come
            ├─  5 · set-weights 100              to come
            ├─  6 · check post smoke             to come
            ├─  7 · confirm                      to come
            ├─  8 · restore                      to come
            └─  9 · close                        to come\
            """);
    assertThat(tree(view, false)).contains("waiting, 1 of 2\n").doesNotContain("54 s");
  }

  @Test
  void aStepThatLeavesNoRecordIsDoneOnceALaterOneIs() throws Exception {
    String deciders = approval("APPROVED", "p_2") + "," + approval("APPROVED", "p_3");
    DeploymentView view =
        view(
            deployment("RUNNING", BUILD, deciders, step(1, "start-2", "SUCCEEDED")),
            OPENED,
            event("PAUSED", "holds until noon"));
    assertThat(tree(view, false))
        .contains("✔ approve production           done, 2 of 2")
        .contains("✔ start 2                      done  2.0 s")
        .contains("◇ hold noon 1 min 30 s         waiting");
    String later = step(1, "start-2", "SUCCEEDED") + "," + step(2, "set-weights-100", "SUCCEEDED");
    DeploymentView after = view(deployment("RUNNING", BUILD, deciders, later), OPENED, null);
    assertThat(tree(after, false))
        .contains("✔ hold noon 1 min 30 s         done")
        .contains("▸ check post smoke             running");
    assertThat(Line.text(after.lines(false)))
        .contains("traffic        70 % this deployment", "traffic        30 % 0190");
  }

  @Test
  void theStepThatTheWorkflowTellsIsTheOneUnderWay() throws Exception {
    String told =
        event("DEPLOYING", "rolls out").replace("\"traffic\"", "\"step\": 5, \"traffic\"");
    String tree = tree(view(deployment("RUNNING", BUILD, "", ""), OPENED, told), false);
    assertThat(tree)
        .contains(" 4 ✔ hold noon 1 min 30 s         done", " 5 ▸ set-weights 100 ")
        .contains(" 6 · check post smoke ");
  }

  @Test
  void aCheckThatSomebodySkippedIsDoneWhateverItFound() throws Exception {
    String steps =
        step(1, "set-weights-100", "SUCCEEDED") + "," + step(2, "check-post-smoke", "SUCCEEDED");
    DeploymentView view =
        view(
            deployment("RUNNING", BUILD + "," + SMOKE, "", steps.replace("null", "\"skipped\"")),
            OPENED,
            null);
    assertThat(tree(view, false)).contains("✔ check post smoke             done, skipped");
  }

  @Test
  void whatFailsGoesBackAndSaysWhy() throws Exception {
    String steps = step(1, "start-2", "SUCCEEDED") + "," + step(2, "set-weights-100", "SUCCEEDED");
    DeploymentView back =
        view(
            deployment("RUNNING", BUILD + "," + SMOKE, "", steps),
            OPENED,
            event("RESTORING", "gives traffic back to 0190"));
    assertThat(tree(back, false))
        .endsWith(
            """
            ├─  6 ✖ check post smoke             failed, 3 × status 500  1.0 s
            ├─  7 – confirm                      not reached
            ├─  8 ▸ restore                      running
            └─  9 · close                        to come\
            """);
    DeploymentView ended =
        view(
            deployment(
                "FAILED", BUILD + "," + SMOKE, "", steps + "," + step(3, "restore", "SUCCEEDED")),
            OPENED,
            null);
    assertThat(tree(ended, true))
        .contains(
            "– confirm                      not reached", "✔ restore                      done")
        .contains("└─  9 ✔ close                        done\n  reason        spring release");
    assertThat(ended.ended()).isTrue();
  }

  @Test
  void jsonHasTheSameStepByStep() throws Exception {
    JsonNode json = view(deployment("SUCCEEDED", BUILD, "", ""), OPENED, null).json();
    assertThat(json.path("plan").findValuesAsText("state"))
        .containsExactly(
            "DONE", "DONE", "DONE", "DONE", "DONE", "DONE", "DONE", "NOT_REACHED", "DONE");
    assertThat(json.path("plan").get(0).path("milliseconds").asLong()).isEqualTo(4_500);
    assertThat(json.path("deploymentId").asText()).isEqualTo("d");
  }

  private static String tree(DeploymentView view, boolean ticking) {
    String text = Line.text(view.lines(ticking));
    return text.substring(text.indexOf("├─"), reasonless(text));
  }

  private static int reasonless(String text) {
    int because = text.indexOf(System.lineSeparator() + "  because");
    return because < 0 ? text.length() : because;
  }

  private static DeploymentView view(
      String deployment, @Nullable String opened, @Nullable String event) throws IOException {
    return new DeploymentView(
        json(deployment),
        json(opened == null ? "{}" : opened),
        event == null ? null : json(event),
        NOW);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static String deployment(String status, String checks, String approvals, String steps) {
    return """
    {"deploymentId": "d", "type": "DEPLOY", "status": "%s", "reason": "spring release",
     "requestedAt": "2026-01-31T12:00:00.000Z", "openedAt": "2026-01-31T12:00:00.500Z",
     "closedAt": %s, "durationSeconds": null, "planSha256": "0a0b",
     "service": {"name": "cart"}, "environment": {"name": "production"},
     "requestedBy": {"personId": "p_1", "displayName": null}, "restored": null,
     "causedIncidents": [], "sources": [], "checks": [%s], "approvals": [%s], "steps": [%s]}
    """
        .formatted(
            status,
            status.equals("RUNNING") ? "null" : "\"2026-01-31T12:00:50.000Z\"",
            checks,
            approvals,
            steps);
  }

  private static String approval(String decision, String person) {
    return """
    {"decision": "%s", "rule": "production", "reason": "as agreed",
     "decidedAt": "2026-01-31T12:00:06.000Z",
     "decidedBy": {"personId": "%s", "displayName": null}}
    """
        .formatted(decision, person);
  }

  private static String step(int number, String name, String result) {
    return """
    {"number": %d, "name": "%s", "result": "%s", "detail": null,
     "startedAt": "2026-01-31T12:00:30.000Z", "endedAt": "2026-01-31T12:00:32.000Z",
     "traffic": [{"weight": 70, "deployment": {"deploymentId": "d"}},
                 {"weight": 30, "deployment": {"deploymentId": "0190"}}]}
    """
        .formatted(number, name, result);
  }

  private static String event(String phase, String message) {
    return """
    {"phase": "%s", "message": "%s", "traffic": []}
    """
        .formatted(phase, message);
  }
}
