package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.runner.PlatformQueues;
import com.caiatech.afdp.infra.runner.Runner;
import com.caiatech.afdp.infra.runner.RunnerOptions;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.infra.trial.TrialDeployments;
import com.caiatech.afdp.infra.trial.TrialService;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The commands on a platform, as README tells a new user to use them.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
class CommandTest {
  private static final String UNKNOWN_RECORD = "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d";

  @TempDir static Path folder;
  private static Commands afdp;
  private static Runner platform;
  private static TrialService service;
  private static String first = "";

  @BeforeAll
  static void startThePlatform() {
    afdp = new Commands(folder, folder.resolve("state"));
    platform = Runner.start(RunnerOptions.inProcess(afdp.state()));
    service = TrialService.make(folder);
  }

  @AfterAll
  static void stopThePlatform() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  @Order(1)
  void aServiceIsRegisteredPushedAndDeployed() throws Exception {
    JsonNode registered =
        succeeded("register", folder.resolve(TrialService.NAME).toString(), "--json");
    assertThat(registered.path("service").asText()).isEqualTo(TrialService.NAME);
    assertThat(registered.path("sources").path("application").asText()).startsWith("git://127");
    service.commit();
    service.push(platform.endpoints());
    JsonNode ended = succeeded("deploy", TrialService.NAME, "staging", "--wait", "--json");
    assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
    first = ended.path("deploymentId").asText();
    JsonNode status = succeeded("status", "--json");
    assertThat(status.path("running").findValuesAsText("subject")).containsExactly("Write page 2");
    assertThat(afdp.onState("status").out()).contains(TrialService.NAME, "staging");
    assertThat(status.path("deadLetters").asInt(-1)).isZero();
    assertThat(afdp.onState("logs", TrialService.NAME, "staging").code()).isZero();
    Commands.Ended shown = afdp.onState("get", first);
    assertThat(shown.out())
        .contains("SUCCEEDED", "100 % this deployment", "✔ check post ", "– restore", "✔ close")
        .doesNotContain("\u001b");
    URI address = URI.create(afdp.onState("url", TrialService.NAME, "staging").out());
    assertThat(address).hasScheme("http").hasHost("127.0.0.1");
    refused("nothing of beacon serves in production", "url", TrialService.NAME, "production");
  }

  @Test
  @Order(2)
  void aDeploymentWaitsForASecondPersonAndIsSeenAtOnce() throws Exception {
    String deployment = started("production");
    assertThat(succeeded("status", deployment, "--json").path("status").asText())
        .isEqualTo("RUNNING");
    Deployments.awaitPlan(platform.endpoints(), deployment);
    assertThat(afdp.onState("get", deployment).out())
        .contains("RUNNING", "◇ approve ", "waiting, 0 of 1", "· start 1", "to come");
    CompletableFuture<Commands.Ended> watched =
        CompletableFuture.supplyAsync(
            () -> afdp.unchecked("get", deployment, "--watch"), Thread::startVirtualThread);
    refused("FORBIDDEN", "approve", deployment, "--yes", "--as", "viewer");
    Commands.Ended approved =
        afdp.onState("approve", deployment, "--yes", "--reason", "as agreed", "--json");
    assertThat(approved.err()).contains("deploy of " + TrialService.NAME, "rolling", "check ");
    JsonNode decided = approved.json();
    assertThat(decided.path("approvals").asInt()).isEqualTo(1);
    assertThat(succeeded("status", deployment, "--json").path("approvals")).hasSize(1);
    Deployments.awaitEnd(platform.endpoints(), deployment, "SUCCEEDED");
    Commands.Ended watch = watched.get(10, TimeUnit.MINUTES);
    assertThat(watch.code()).as(watch.err()).isZero();
    assertThat(watch.out().lines())
        .anyMatch(line -> line.contains("done, 1 of 1"))
        .anyMatch(line -> line.contains("approved by ") && line.endsWith(": as agreed"));
  }

  @Test
  @Order(3)
  void aRejectedAndAnAbortedDeploymentEndWithoutServing() throws Exception {
    String rejected = started("production");
    Deployments.awaitPlan(platform.endpoints(), rejected);
    assertThat(afdp.onState("reject", rejected, "--yes", "--reason", "not today").code()).isZero();
    Deployments.awaitEnd(platform.endpoints(), rejected, "REJECTED");
    assertThat(afdp.onState("get", rejected, "--watch").code()).isEqualTo(ExitCode.REJECTED.code());
    assertThat(afdp.onState("get", rejected).out())
        .contains("✖ approve ", "rejected by ", ": not today", "– start 1");
    String aborted = TrialDeployments.newId();
    String goesOn = "deployment " + aborted + " goes on where the platform runs; see: afdp get ";
    String[] line = {
      "deploy", TrialService.NAME, "production", "--wait", "--timeout", "1s", "--id", aborted
    };
    ended(ExitCode.TIMED_OUT, goesOn, line);
    Deployments.awaitPlan(platform.endpoints(), aborted);
    assertThat(afdp.onState("abort", aborted, "--wait").code()).isZero();
    assertThat(succeeded("status", aborted, "--json").path("status").asText()).isEqualTo("ABORTED");
  }

  @Test
  @Order(4)
  void theLedgersOfARunningPlatformHoldWhereverTheyAreReadFrom() throws Exception {
    JsonNode found = succeeded("verify", "--json");
    assertThat(found.path("holds").asBoolean()).isTrue();
    assertThat(found.path("deployments").findValuesAsText("records")).containsOnly("sound");
    assertThat(found.path("deployments").findValuesAsText("sources")).containsOnly("agree");
    List<String> arguments = new ArrayList<>(List.of("verify", "--policy"));
    arguments.add(found.path("policy").path("pinned").asText());
    arguments.addAll(platform.endpoints().ledgers().values());
    Commands.Ended elsewhere = afdp.run(arguments.toArray(String[]::new));
    assertThat(elsewhere.code()).as(elsewhere.out()).isZero();
    assertThat(elsewhere.out()).contains("everything that was checked holds");
    assertThat(elsewhere.out()).contains("repository " + TrialService.NAME + " was not given");
    arguments.set(2, "0".repeat(64));
    Commands.Ended otherPin = afdp.run(arguments.toArray(String[]::new));
    assertThat(otherPin.code()).isEqualTo(1);
    assertThat(otherPin.out()).startsWith("no policy has the pinned digest 000");
  }

  @Test
  @Order(5)
  void anIncidentIsTracedAtOnceAndRolledBack() throws Exception {
    service.commit();
    service.push(platform.endpoints());
    assertThat(afdp.onState("deploy", TrialService.NAME, "staging", "--wait").code()).isZero();
    String incident =
        succeeded(
                "incident",
                "beacon is dark",
                "--service",
                TrialService.NAME,
                "--environment",
                "staging",
                "--component",
                "index.html",
                "--json")
            .path("incidentId")
            .asText();
    JsonNode trace = succeeded("trace", incident, "--json");
    assertThat(trace.findValuesAsText("subject")).first().isEqualTo("Write page 3");
    UnsignedFiles.add(folder, afdp.state(), first);
    JsonNode back = succeeded("rollback", TrialService.NAME, "staging", "--wait", "--json");
    assertThat(back.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(succeeded("status", "--json").path("running").findValuesAsText("subject"))
        .contains("Write page 2")
        .doesNotContain("Write page 3");
    JsonNode history = succeeded("history", TrialService.NAME, "staging", "--json").path("nodes");
    assertThat(history.path(0).path("deploymentId")).isEqualTo(back.path("deploymentId"));
    assertThat(history.path(0).path("type").asText()).isEqualTo("ROLLBACK");
    assertThat(history.findValuesAsText("deploymentId")).contains(first);
    assertThat(afdp.onState("history", TrialService.NAME, "staging", "--first", "1").out())
        .contains("ROLLBACK", "SUCCEEDED", "Write page 2", "… and older ones");
    String sha = history.path(0).path("sources").path(0).path("commit").path("sha").asText();
    assertThat(afdp.onState("where", TrialService.NAME, sha.substring(0, 9)).out())
        .contains("Write page 2", TrialService.NAME + " in staging: 100 %");
    Path query = Path.of("src/test/resources/query/services.graphql").toAbsolutePath();
    assertThat(afdp.onState("query", query.toString()).out()).contains("SUCCEEDED", "in all");
  }

  @Test
  @Order(6)
  void whatIsUnknownIsNamedAndWhatIsInUseIsLeftAlone() throws Exception {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    refused("is no Git repository", "register", plain.toString());
    refused("UNKNOWN_SERVICE", "deploy", "nothing", "staging");
    refused("nowhere", "deploy", TrialService.NAME, "nowhere");
    refused("no-such-branch", "deploy", TrialService.NAME, "staging", "--ref", "no-such-branch");
    refused("no deployment", "status", "01890a5d-ac96-774b-bcce-b302099a8057");
    refused("no deployment of nothing to staging", "history", "nothing", "staging");
    refused("no incident", "trace", "01890a5d-ac96-774b-bcce-b302099a8057");
    ended(ExitCode.FAILED, "in use", "up");
    ended(ExitCode.FAILED, "in use", "rebuild");
    ended(ExitCode.FAILED, "in use", "ledger", "repair");
    assertThat(afdp.onState("status", "--as", "nobody").code()).isEqualTo(2);
    Path token = new StateLayout(afdp.state()).token("auditor");
    assertThat(platform.endpoints().tokens()).containsEntry("auditor", token.toString());
    assertThat(afdp.onState("token", "auditor").out()).isEqualTo(Files.readString(token).strip());
  }

  @Test
  @Order(6)
  void whatAnotherDeployerDidIsReportedOnceAndSuspectedByItsName() throws Exception {
    StockGit git = new StockGit(folder.resolve(TrialService.NAME), Map.of());
    String before = git.run("rev-parse", "HEAD").strip();
    service.commit();
    service.push(platform.endpoints());
    String commit = git.run("rev-parse", "HEAD").strip();
    String[] report = {
      "report",
      TrialService.NAME,
      "staging",
      "--commit",
      commit,
      "--previous",
      before,
      "--deployer",
      "jenkins",
      "--id",
      "build-7",
      "--status",
      "rolled-back"
    };
    Commands.Ended reported = afdp.onState(report);
    assertThat(reported.code()).as(reported.err()).isZero();
    assertThat(afdp.onState(report).out()).isEqualTo(reported.out());
    report[12] = "failed";
    refused("CONFLICT: deployment build-7 of jenkins was reported before", report);
    report[12] = "half";
    assertThat(afdp.onState(report).code()).isEqualTo(2);
    assertThat(afdp.onState("report", TrialService.NAME, "staging").code()).isEqualTo(2);
    refused(
        "commit: expected the full id", "report", TrialService.NAME, "staging", "--commit", "HEAD");

    String incident =
        succeeded(
                "incident",
                "beacon is dim",
                "--service",
                TrialService.NAME,
                "--environment",
                "staging",
                "--caused-by-report",
                reported.out(),
                "--json")
            .path("incidentId")
            .asText();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(afdp.onState("trace", incident).out())
                    .contains(
                        "asserted: brought by jenkins build-7 (ROLLED_BACK, at ",
                        "caused by what jenkins is reported to have deployed as build-7, report "
                            + reported.out()));
  }

  @Test
  @Order(6)
  void aMessageThatIsGivenUpIsShownWithItsReasonAndPutBack() throws Exception {
    PlatformQueues queues = PlatformQueues.of(new StateLayout(afdp.state())).orElseThrow();
    try (PushQueue pushes = new PushQueue(queues.pushes());
        DeadLetterQueue dead = new DeadLetterQueue(queues.deadLetters())) {
      pushes.sendAgain("ledgers/nowhere", "no push");
      Awaitility.await().until(() -> dead.size() == 1);
      assertThat(afdp.onState("dlq", "list").out())
          .contains("kept in memory", "ledgers/nowhere: Push event: ");
      assertThat(afdp.onState("status").out()).contains("1 given up, see: afdp dlq list");
      String id = dead.list().getFirst().id();
      assertThat(succeeded("dlq", "show", id, "--json").path("body").asText()).isEqualTo("no push");
      refused("no dead letter", "dlq", "redrive", UNKNOWN_RECORD);
      assertThat(succeeded("dlq", "redrive", "--all", "--json").findValuesAsText("id"))
          .containsExactly(id);
      Awaitility.await()
          .until(() -> dead.list().stream().anyMatch(letter -> !letter.id().equals(id)));
    }
  }

  @Test
  @Order(7)
  void whatProcessesPrintIsInTheLocalLogAlone() throws Exception {
    TalkativeService talkative = TalkativeService.make(folder);
    succeeded("register", talkative.folder().toString(), "--json");
    KeptBytes kept = new KeptBytes(afdp.state(), TalkativeService.SECRET);
    List<String> deployments = new ArrayList<>();
    for (TalkativeService.Failure failure : TalkativeService.Failure.values()) {
      talkative.push(failure, platform.endpoints());
      Commands.Ended ended =
          afdp.onState("deploy", TalkativeService.NAME, "staging", "--wait", "--json");
      assertThat(ended.code()).as(ended.err()).isEqualTo(1);
      String id = ended.json().path("deploymentId").asText();
      String logs = "afdp logs %s staging --deployment %s".formatted(TalkativeService.NAME, id);
      assertThat(ended.json().path("status").asText()).isEqualTo("FAILED");
      assertThat(ended.err()).contains("closes the manifest").endsWith(logs);
      assertThat(ended.out() + ended.err()).doesNotContain(TalkativeService.SECRET);
      assertThat(printed(logs)).as("%s: %s", failure, logs).contains(TalkativeService.SECRET);
      deployments.add(id);
    }
    KeptBytes recorded = new KeptBytes(afdp.state(), "expected exit code 0, found 3");
    assertThat(recorded.repositories())
        .extracting(repository -> String.valueOf(repository.getFileName()))
        .contains("deployment-manifests.git", "pre-post-deployment-checks.git");
    assertThat(recorded.histories(platform.endpoints(), deployments)).hasSize(2);
    assertThat(kept.repositories()).isEmpty();
    assertThat(kept.histories(platform.endpoints(), deployments)).isEmpty();
    assertThat(kept.files())
        .hasSize(6)
        .allMatch(file -> file.startsWith("target/staging/" + TalkativeService.NAME))
        .allMatch(file -> file.getName(4).toString().equals("log"));
    String last = deployments.getLast();
    Commands.Ended status = afdp.onState("status", last);
    assertThat(status.out())
        .contains("check POST/asks: FAILED", "3 × status 500", "--check asks")
        .doesNotContain(TalkativeService.SECRET);
    String asked =
        "afdp logs %s staging --check asks --deployment %s".formatted(TalkativeService.NAME, last);
    assertThat(printed(asked)).contains("== " + last + " check-post-asks", "[3] status 500");
    assertThat(printed(asked + " --delete")).isEqualTo("== " + last + " check-post-asks deleted");
    assertThat(kept.files()).hasSize(5);
  }

  /// As a team does that has a Git server of its own: the host and its webhook are the platform's
  /// configuration, the hook is put into the repository, and an admin registers the services.
  @Test
  @Order(8)
  void onAPlainGitServerOnlyWhatConcernsTheFailingServiceLeads() throws Exception {
    Monorepo market = Monorepo.make(Files.createDirectories(folder.resolve("elsewhere")));
    try (PlainGitServer server = PlainGitServer.start(folder.resolve("server"))) {
      configure(server);
      for (String name : List.of("basket", "letters")) {
        assertThat(
                succeeded(
                        "register",
                        server.address(Monorepo.NAME),
                        "--service",
                        name,
                        "--path",
                        "services/" + name,
                        "--shared",
                        Monorepo.LIBRARY,
                        "--json")
                    .path("receipt")
                    .path("path")
                    .asText())
            .startsWith("_/_/");
      }
      assertThat(market.push(server.address(Monorepo.NAME))).isEmpty();
      awaitQueryable(market.head());
      for (String name : List.of("basket", "letters")) {
        assertThat(afdp.onState("deploy", name, "staging", "--wait").code()).isZero();
      }
      market.commit("services/letters/letter.txt", "Dear friend", "Be friendlier");
      market.commit(
          Monorepo.LIBRARY + "/money.js", "module.exports = Math.floor;\n", "Round to the shop");
      market.commit("README.md", "Come in", "Say welcome");
      assertThat(market.push(server.address(Monorepo.NAME))).isEmpty();
      awaitQueryable(market.head());
      assertThat(afdp.onState("deploy", "basket", "staging", "--wait").code()).isZero();
    }

    String incident =
        succeeded(
                "incident",
                "totals are too low",
                "--service",
                "basket",
                "--environment",
                "staging",
                "--component",
                "services/letters",
                "--json")
            .path("incidentId")
            .asText();
    JsonNode suspects = succeeded("trace", incident, "--json").path("suspects");
    assertThat(suspects.findValuesAsText("subject"))
        .containsExactly("Open the market", "Round to the shop", "Be friendlier", "Say welcome");
    assertThat(suspects.findValuesAsText("inScope"))
        .containsExactly("true", "true", "false", "false");
    assertThat(afdp.onState("trace", incident).out()).contains("only brought along");
  }

  @Test
  @Order(9)
  void twoServicesOfOneRepositoryAreRegisteredFromTheirFolders() throws Exception {
    Monorepo market = Monorepo.make(folder);
    for (String name : List.of("basket", "letters")) {
      JsonNode registered =
          succeeded(
              "register", market.service(name).toString(), "--shared", Monorepo.LIBRARY, "--json");
      assertThat(registered.path("service").asText()).isEqualTo(name);
      assertThat(registered.path("sources").path("application").asText()).endsWith("/market.git");
    }
  }

  /// Names the server and its webhook in the platform's configuration, which counts at once, and
  /// puts the hook into the repository.
  private static void configure(PlainGitServer server) throws Exception {
    StateLayout layout = new StateLayout(afdp.state());
    HookId hook = new HookId("server");
    HostName host = new HostName("server");
    Path secret = folder.resolve("hook-secret");
    Files.writeString(secret, "between this server and us\n");
    Files.copy(secret, layout.webhookSecret(hook));
    PlatformFile file = new PlatformFile(layout.platform());
    Platform known = file.current();
    List<Host> hosts = new ArrayList<>(known.hosts());
    hosts.add(new Host(host, HostKind.PLAIN, List.of(server.authority())));
    List<Hook> hooks = new ArrayList<>(known.hooks());
    hooks.add(new Hook(hook, host, null));
    file.replace(known.withHosts(hosts, hooks));
    server.make(
        Monorepo.NAME,
        afdp.run("hook", "script", "--json").json().path("script").asText(),
        URI.create(platform.endpoints().webhook()).resolve("/webhook/" + hook).toString(),
        secret);
  }

  /// Well before reconciliation would find it.
  private static void awaitQueryable(String commit) {
    try (GatewayClient viewer = platform.endpoints().client("viewer")) {
      Awaitility.await("commit " + commit)
          .until(
              () ->
                  !viewer
                      .query(
                          "query ($sha: String!) { commit(repository: \"%s\", sha: $sha) { sha subject } }"
                              .formatted(Monorepo.NAME),
                          Map.of("sha", commit))
                      .path("commit")
                      .path("subject")
                      .isMissingNode());
    }
  }

  private static String printed(String commandLine) throws Exception {
    String[] words = commandLine.split(" ", -1);
    Commands.Ended ended = afdp.onState(Arrays.copyOfRange(words, 1, words.length));
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended.out();
  }

  private static String started(String environment) throws Exception {
    return succeeded("deploy", TrialService.NAME, environment, "--json")
        .path("deploymentId")
        .asText();
  }

  private static JsonNode succeeded(String... arguments) throws Exception {
    Commands.Ended ended = afdp.onState(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended.json();
  }

  private static void refused(String reason, String... arguments) throws Exception {
    ended(ExitCode.REFUSED, reason, arguments);
  }

  private static void ended(ExitCode code, String reason, String... arguments) throws Exception {
    Commands.Ended ended = afdp.onState(arguments);
    assertThat(ended.code()).as(ended.err()).isEqualTo(code.code());
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines().toList().getLast()).contains(reason);
  }
}
