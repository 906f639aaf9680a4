package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.runner.Runner;
import com.caiatech.afdp.infra.runner.RunnerOptions;
import com.caiatech.afdp.infra.trial.TrialService;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A deployment that ended is repeated, one that succeeded is undone, and an incident is moved on,
/// by the command on a running platform.
@Order(Integer.MAX_VALUE - 2)
class RetryAndUndoCommandTest {
  @TempDir static Path folder;
  private static Commands afdp;
  private static Runner platform;
  private static TrialService service;

  @BeforeAll
  static void startThePlatform() throws Exception {
    afdp = new Commands(folder, folder.resolve("state"));
    platform = Runner.start(RunnerOptions.inProcess(afdp.state()));
    service = TrialService.make(folder);
    succeeded("register", folder.resolve(TrialService.NAME).toString(), "--json");
  }

  @AfterAll
  static void stopThePlatform() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void whatWasAbortedIsAskedForAgainAndWhatSucceededIsUndone() throws Exception {
    String one = deployed();
    String two = deployed();
    refused("expected one that ended without success, found succeeded", "retry", two);
    refused("expected one before which another served", "undo", one);
    String undo = id(succeeded("undo", two, "--wait", "--json"));
    assertThat(running()).contains("Write page 2").doesNotContain("Write page 3");
    refused("expected the last that succeeded in beacon in staging, which is " + undo, "undo", two);
    String again = id(succeeded("undo", undo, "--wait", "--json"));
    assertThat(running()).contains("Write page 3");
    assertThat(history("staging"))
        .contains("undone by " + undo, "undone by " + again, "went back from " + two);

    String aborted = id(succeeded("deploy", TrialService.NAME, "production", "--json"));
    Deployments.awaitPlan(platform.endpoints(), aborted);
    refused("is under way: abort it, or wait until it has ended", "retry", aborted);
    assertThat(afdp.onState("abort", aborted, "--wait").code()).isZero();
    commit();
    String retry = id(succeeded("retry", aborted, "--json"));
    Deployments.awaitPlan(platform.endpoints(), retry);
    assertThat(history("production"))
        .contains("deploys again " + aborted, "deployed again by " + retry)
        .doesNotContain("Write page 4");
    assertThat(afdp.onState("abort", retry, "--wait").code()).isZero();
    JsonNode verified = succeeded("verify", "--json");
    assertThat(verified.path("holds").asBoolean()).isTrue();
    assertThat(verified.path("deployments").findValuesAsText("records")).containsOnly("sound");
  }

  @Test
  void anIncidentIsMovedOnAndWhatCannotBeOfItIsRefused() throws Exception {
    String[] report = {"incident", "beacon is dim", "--service", TrialService.NAME, "--json"};
    String incident = succeeded(report).path("incidentId").asText();
    String[] mitigating = {
      "update-incident", incident, "--phase", "mitigated", "--severity", "sev3"
    };
    Commands.Ended mitigated = afdp.onState(mitigating);
    assertThat(mitigated.code()).as(mitigated.err()).isZero();
    assertThat(mitigated.out().lines())
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(incident + "  OPENED -> MITIGATED"),
            second -> assertThat(second).isEqualTo("  SEV3  beacon is dim"),
            third -> assertThat(third).startsWith("  detected 20").doesNotContain("resolved"),
            last -> assertThat(last).matches("  recorded at incident-reports:[0-9]+"));
    refused(
        "can become UPDATED, MITIGATED, RESOLVED",
        "update-incident",
        incident,
        "--phase",
        "post-mortem");
    refused("expected something that has changed", "update-incident", incident);
    String[] resolving = {"update-incident", incident, "--phase", "resolved", "--json"};
    JsonNode resolved = succeeded(resolving);
    assertThat(resolved.path("previousPhase").asText()).isEqualTo("MITIGATED");
    assertThat(resolved.path("receipt").path("index").isIntegralNumber()).isTrue();
    assertThat(afdp.onState("update-incident", incident, "--phase", "opened").code())
        .isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void whatIsNotedIsToldReplacedAndWithdrawnByItsAuthorAlone() throws Exception {
    String[] report = {"incident", "beacon blinks", "--service", TrialService.NAME, "--json"};
    String incident = succeeded(report).path("incidentId").asText();
    String[] noting = {"annotate", incident, "since", "nine"};
    Commands.Ended noted = afdp.onState(noting);
    assertThat(noted.code()).as(noted.err()).isZero();
    assertThat(noted.out()).matches("[0-9a-f-]{36}  recorded at incident-reports:[0-9]+");
    String annotation = noted.out().substring(0, 36);
    assertThat(afdp.onState("trace", incident).out()).contains(": since nine");
    refused(
        "who alone replaces or withdraws it",
        "annotate",
        incident,
        "--as",
        "admin",
        "--replace",
        annotation,
        "since ten");
    succeeded("annotate", incident, "--replace", annotation, "since ten", "--json");
    assertThat(afdp.onState("trace", incident).out())
        .contains(": since ten")
        .doesNotContain("nine");
    succeeded("annotate", incident, "--withdraw", annotation, "--json");
    assertThat(afdp.onState("trace", incident).out()).doesNotContain("noted");
    refused("FORBIDDEN", "annotate", incident, "--as", "viewer", "anything");
    assertThat(afdp.onState("annotate", "service:" + TrialService.NAME, "old").code())
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(afdp.onState("annotate", incident).code()).isEqualTo(ExitCode.USAGE.code());
    JsonNode verified = succeeded("verify", "--json");
    assertThat(verified.path("holds").asBoolean()).isTrue();
    whatWasRefusedIsKept();
  }

  private static void whatWasRefusedIsKept() throws Exception {
    Commands.Ended kept = afdp.onState("refusals");
    assertThat(kept.code()).as(kept.err()).isZero();
    assertThat(kept.out()).containsPattern("p_[0-9a-f]{32}  annotate  FORBIDDEN");
    String head = kept.out().strip().replaceFirst("(?s).*; head ", "");
    assertThat(afdp.onState("refusals", "--head", head, "--json").out()).contains("\"holds\":true");
    String[] later = {"refusals", "--head", "1000000:" + head.replaceFirst(".*:", "")};
    assertThat(afdp.onState(later).code()).isEqualTo(ExitCode.FAILED.code());
    refused("FORBIDDEN", "refusals", "--as", "viewer");
  }

  @Test
  void aQuestionThatIsSavedIsAskedByOthersAndReplacedByItsAuthorAlone(@TempDir Path own)
      throws Exception {
    Path query = own.resolve("ledgers.graphql");
    String asked = "query ($named: Boolean!) { ledgers { size volume @include(if: $named) } }";
    Files.writeString(query, asked + "\r\n");
    String[] saving = {
      "save-query", query.toString(), "--name", "All ledgers", "--share", "viewer"
    };
    Commands.Ended saved = afdp.onState(saving);
    assertThat(saved.code()).as(saved.err()).isZero();
    assertThat(saved.out()).matches("[0-9a-f-]{36}  recorded at approval-logs:[0-9]+");
    String id = saved.out().substring(0, 36);
    String variable = "--variable=named=true";
    for (String word : List.of("All ledgers", id)) {
      assertThat(afdp.onState("query", "--saved", word, variable).out())
          .as(word)
          .contains("approval-logs");
    }
    refused(
        "saved query " + id + " 'All ledgers' is refused now, by the gateway's schema and budget",
        "query",
        "--saved",
        "All ledgers");
    refused("--saved: no saved query 'None' is in the graph", "query", "--saved", "None");
    String[] again = {"--name", "All ledgers", "--replace", id};
    refused(
        "who alone replaces or withdraws it",
        "save-query",
        query.toString(),
        "--as",
        "admin",
        again[0],
        again[1],
        again[2],
        id);
    refused("FORBIDDEN", "save-query", query.toString(), "--as", "viewer", again[0], again[1]);
    Files.writeString(query, "{ ledgers { volume } }");
    succeeded("save-query", query.toString(), again[0], again[1], again[2], id, "--json");
    assertThat(afdp.onState("query", "--saved", id).out()).contains("approval-logs");
    Files.writeString(query, "{ planets { name } }");
    refused("'planets'", "save-query", query.toString(), again[0], again[1]);
    String[] other = {"save-query", query.toString(), "--as", "admin", "--name", "All ledgers"};
    Files.writeString(query, asked);
    succeeded(other[0], other[1], other[2], other[3], other[4], other[5], "--json");
    refused("found several; give one of their ids", "query", "--saved", "All ledgers");
    succeeded("save-query", "--withdraw", id, "--json");
    refused("no saved query '" + id, "query", "--saved", id);
    assertThat(succeeded("verify", "--json").path("holds").asBoolean()).isTrue();
    for (String[] wrong :
        List.of(
            new String[] {"query"},
            new String[] {"query", query.toString(), "--saved", id},
            new String[] {"save-query", query.toString()},
            new String[] {"save-query", "--withdraw", id, "--name", "x"})) {
      assertThat(afdp.onState(wrong).code()).as(wrong[0]).isEqualTo(ExitCode.USAGE.code());
    }
  }

  private static void commit() throws Exception {
    service.commit();
    service.push(platform.endpoints());
  }

  private static String deployed() throws Exception {
    commit();
    return id(succeeded("deploy", TrialService.NAME, "staging", "--wait", "--json"));
  }

  private static String running() throws Exception {
    return succeeded("status", "--json").path("running").toString();
  }

  private static String history(String environment) throws Exception {
    return afdp.onState("history", TrialService.NAME, environment).out();
  }

  private static String id(JsonNode answer) {
    return answer.path("deploymentId").asText();
  }

  private static JsonNode succeeded(String... arguments) throws Exception {
    Commands.Ended ended = afdp.onState(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended.json();
  }

  private static void refused(String reason, String... arguments) throws Exception {
    Commands.Ended ended = afdp.onState(arguments);
    assertThat(ended.code()).as(ended.err()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(ended.err().lines().toList().getLast()).contains(reason);
  }
}
