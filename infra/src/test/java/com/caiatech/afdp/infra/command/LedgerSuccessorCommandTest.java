package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.runner.Runner;
import com.caiatech.afdp.infra.runner.RunnerOptions;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.infra.trial.TrialService;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Series that go on in another volume, as README tells a user to do it.
@Order(Integer.MAX_VALUE - 1)
class LedgerSuccessorCommandTest {
  private static final String CHECKS = "pre-post-deployment-checks";

  @TempDir Path folder;
  private Commands afdp;
  private StateLayout layout;

  @BeforeEach
  void nameTheFolder() {
    layout = new StateLayout(folder.resolve("state"));
    afdp = new Commands(folder, layout.root());
  }

  @Test
  void aPlatformGoesOnInTheNextVolumesAndWhatComesBeyondTheEndDoesNotCount() throws Exception {
    bootstrap();
    write(layout.ledger(Series.TRUST_POLICY.value()));
    Path policiesBefore = folder.resolve("policies-before.git");
    copy(layout.ledger(Series.TRUST_POLICY.value()), policiesBefore);
    JsonNode opened = succeeded("ledger", "successor", "--series", CHECKS, "--json");
    assertThat(opened.path("volume").asText()).isEqualTo(CHECKS + "-2");
    assertThat(opened.path("policy_version").asLong()).isEqualTo(2);
    Commands.Ended whole = afdp.onState("verify");
    assertThat(whole.code()).as(whole.out()).isZero();
    write(policiesBefore); // as a worker does that was never told of the successor
    JsonNode policies = succeeded("ledger", "successor", "--series", "trust-policy", "--json");
    assertThat(policies.path("volume").asText()).isEqualTo("trust-policy-2");
    assertThat(policies.path("policy_version").asLong()).isEqualTo(3);
    assertThat(new PlatformFile(layout.platform()).current().laterPolicies())
        .containsExactly(new VolumeName("trust-policy-2"));

    TrialService service = TrialService.make(folder);
    try (Runner platform = Runner.start(RunnerOptions.inProcess(layout.root()))) {
      service.register(layout.root());
      service.commit();
      service.push(platform.endpoints());
      JsonNode ended = succeeded("deploy", TrialService.NAME, "staging", "--wait", "--json");
      assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
      assertThat(platform.endpoints().ledgers())
          .containsKeys(CHECKS, CHECKS + "-2", "trust-policy", "trust-policy-2");
      assertThat(volumesOfChecks(platform)).isNotEmpty().containsOnly(CHECKS + "-2");
      Awaitility.await()
          .untilAsserted(() -> assertThat(violations(platform)).containsExactly("after-successor"));
    }
    assertThat(succeeded("rebuild", "--json").path("equal").asBoolean()).isTrue();
    JsonNode next = succeeded("ledger", "successor", "--series", CHECKS, "--json");
    assertThat(next.path("volume").asText()).isEqualTo(CHECKS + "-3");
    assertThat(next.path("policy_version").asLong()).isEqualTo(4);
    Commands.Ended verified = afdp.onState("verify");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).contains("after-successor", CHECKS + "-3");
  }

  @Test
  void aVolumeWithoutEntriesHasNoSuccessor() throws Exception {
    bootstrap();
    refused("approval-logs", "approval-logs holds no entry and can go on; nothing was changed");
    Commands.Ended unknown = afdp.onState("ledger", "successor", "--series", "nothing");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--series: Series: expected one of");
  }

  private void refused(String series, String reason) throws Exception {
    Commands.Ended ended = afdp.onState("ledger", "successor", "--series", series);
    assertThat(ended.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(ended.err()).contains(reason);
  }

  private void bootstrap() {
    try (StateFolder state = StateFolder.open(layout.root())) {
      Bootstrap.ensure(state.layout());
    }
  }

  /// The volumes that hold the checks of the newest deployment.
  private static List<String> volumesOfChecks(Runner platform) {
    return ask(platform, "{ deployments(first: 1) { nodes { checks { evidence { volume } } } } }")
        .findValuesAsText("volume");
  }

  private static List<String> violations(Runner platform) {
    return ask(platform, "{ violations(first: 10) { nodes { kind } } }").findValuesAsText("kind");
  }

  private static JsonNode ask(Runner platform, String query) {
    try (GatewayClient client = platform.endpoints().client("auditor")) {
      return client.query(query, Map.of());
    }
  }

  private JsonNode succeeded(String... arguments) throws Exception {
    Commands.Ended ended = afdp.onState(arguments);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended.json();
  }

  /// Writes a check to the first volume, as a worker elsewhere by these policies.
  private void write(Path policies) {
    Instant now = Instant.now();
    Header header =
        new Header(
            RecordKind.CHECK_RESULT,
            DeploymentId.create(now).subject(),
            LogicalStep.check(CheckStage.PRE, "lint"),
            Scope.of(new EnvironmentName("staging"), new ServiceName("cart")),
            now);
    CheckResult check =
        new CheckResult(
            "lint",
            CheckStage.PRE,
            CheckType.COMMAND,
            CheckStatus.PASSED,
            new Measurements(null, null, null, null, 1.0, 1L),
            null,
            null,
            now,
            now,
            null,
            null,
            null);
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    stores.put(Series.TRUST_POLICY, SharedDisk.open(policies));
    stores.put(Series.CHECKS, SharedDisk.open(layout.ledger(CHECKS)));
    Bootstrap bootstrap = Bootstrap.ensure(layout);
    try (Ledgers ledgers =
        Ledgers.open(
            stores,
            bootstrap.writer(),
            bootstrap.identities().pinnedPolicy(),
            folder.resolve("other-marks"),
            folder.resolve("other-evidence"),
            Clock.systemUTC(),
            moved -> {})) {
      ledgers.writer().write(List.of(RecordToWrite.of(LedgerRecord.of(header, check))));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
