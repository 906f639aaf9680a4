package com.caiatech.afdp.workers.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.DeploymentStart;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.activity.PlanActivities;
import com.caiatech.afdp.workers.activity.Planning;
import com.caiatech.afdp.workers.connection.TemporalPayloads;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.StockGit;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Plans over real ledgers and a real repository; only what serves is told.
class PlannerTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("cart");
  private static final ServiceName SERVICE = new ServiceName("cart");
  private static final EnvironmentName STAGING = new EnvironmentName("staging");
  private static final String DESCRIPTOR =
      """
      apiVersion: afdp/v1
      service: cart
      run: {command: [./serve], replicas: 2}
      health: {path: /health, timeoutSeconds: 60, intervalMillis: 50}
      checks:
        pre: [{name: lint, type: command, command: [./lint]}]
        post: [{name: smoke, type: http, path: /, expectStatus: 200, samples: 5}]
      """;

  @TempDir Path folder;
  private final ServingTarget serving = new ServingTarget();
  private TestPlatform platform;
  private Ledgers ledgers;
  private StockGit git;
  private Path source;
  private SourceMirrors mirrors;
  private TestActivityEnvironment environment;
  private PlanActivities planner;

  @BeforeEach
  void open() throws Exception {
    platform = new TestPlatform(Files.createDirectory(folder.resolve("ledgers")));
    ledgers = platform.start(Clock.systemUTC());
    git = new StockGit(folder.resolve("home"));
    source = folder.resolve("cart.git");
    git.run(folder, "git", "init", "-q", "--bare", "-b", "main", source.toString());
    git.push(source, Map.of("afdp.yaml", DESCRIPTOR));
    PlatformFile file = new PlatformFile(folder.resolve("platform.json"));
    register(null);
    mirrors = new SourceMirrors(folder.resolve("mirrors"));
    Sources sources = new Sources(file, mirrors, Duration.ofMinutes(5));
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(TemporalPayloads.converter())
                        .build())
                .build());
    environment.registerActivitiesImplementations(
        new Planner(
            file,
            sources,
            new RollbackEvidence(
                ledgers.readings(), new DeploymentReadings(ledgers.readings()), sources),
            new DeploymentReadings(ledgers.readings()),
            serving::observe,
            new CourseLimits(3_600, 86, 70, 7)));
    planner = environment.newActivityStub(PlanActivities.class);
  }

  @AfterEach
  void close() {
    environment.close();
    mirrors.close();
    ledgers.close();
  }

  @Test
  void thePlanDigestIsThatOfTheMemberPlan() throws Exception {
    RecordToWrite record = pinned(newId()).record();
    JsonNode tree = new ObjectMapper().readTree(record.json());
    assertThat(tree.get("plan_sha256").textValue())
        .isEqualTo(Sha256.of(CanonicalJson.of(tree.get("plan"))).value());
    write(record);
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).sound()).isTrue();
  }

  @Test
  void aPlanListsItsStepsInTheirOrderEachWithItsDeadline() {
    DeploymentManifestOpened opened = pinned(newId()).opened();
    assertThat(opened.plan().rules()).containsExactly(new PlanRule("four-eyes", 1));
    assertThat(opened.plan().steps())
        .containsExactly(
            new PlanStep.Check(PlanStep.Check.PRE, "lint", 7_000),
            new PlanStep.Approve("four-eyes", 86_000),
            new PlanStep.Start(1, 7_000),
            new PlanStep.SetWeights(50, 7_000),
            new PlanStep.Retire(1, 7_000),
            new PlanStep.Start(2, 7_000),
            new PlanStep.SetWeights(100, 7_000),
            new PlanStep.Retire(0, 7_000),
            new PlanStep.Check(PlanStep.Check.POST, "smoke", 7_000),
            new PlanStep.Confirm(7_000),
            new PlanStep.Restore(7_000),
            new PlanStep.Close(7_000));
  }

  @Test
  void aPlanOfARollbackHasNoChecksBeforeItWhateverTheDescriptorSays() {
    DeploymentId id = newId();
    write(pinned(id).record());
    write(succeeded(id));
    serving.serve(id);
    DeploymentRequest asked = DeploymentRequest.rollback(id, TestPlatform.ALICE, null);
    Plan plan = pinned(planned(newId(), asked)).opened().plan();
    assertThat(plan.deploymentType()).isEqualTo(DeploymentType.ROLLBACK);
    assertThat(plan.steps(PlanStep.Check.class))
        .containsExactly(new PlanStep.Check(PlanStep.Check.POST, "smoke", 7_000));
  }

  @Test
  void aPlanWaitsForAsManyAsTheTrustPolicyAsksForWhereThatIsMore() {
    write(RecordToWrite.of(platform.asking(3, List.of())));
    DeploymentManifestOpened opened = pinned(newId()).opened();
    assertThat(opened.plan().rules()).containsExactly(new PlanRule("four-eyes", 3));
  }

  @Test
  void theFirstManifestOfAScopeIsBecauseOfNoneAndTheSecondBecauseOfTheFirst() throws Exception {
    String head = git.run(source, "git", "rev-parse", "main").strip();
    DeploymentId firstId = newId();
    Planning.Pinned first = pinned(firstId);
    assertThat(first.opened().sequence()).isEqualTo(1);
    assertThat(first.opened().because()).isNull();
    assertThat(first.opened().plan().previous()).isNull();
    RecordRef opened = write(first.record());
    serving.serve(firstId);
    DeploymentManifestOpened second = pinned(newId()).opened();
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(second.because())
        .isEqualTo(
            new RecordRef(
                Series.DEPLOYMENT_MANIFESTS.firstVolume(),
                1,
                first.record().path(),
                first.record().sha256()))
        .isEqualTo(opened);
    assertThat(second.plan().previous())
        .isEqualTo(
            new PreviousDeployment(
                firstId, opened, Map.of(SourceRole.APPLICATION, new CommitId(head))));
  }

  @Test
  void becauseNamesTheLastManifestWhateverItsOutcomeAndTheAttemptAtWhichItStands()
      throws Exception {
    write(pinned(newId()).record());
    RecordToWrite failed = pinned(newId()).record();
    git.push(platform.repository(Series.DEPLOYMENT_MANIFESTS), Map.of(failed.path(), "{}"));
    RecordRef standing = write(failed);
    assertThat(standing.path()).isEqualTo(failed.path().replace(".json", ".2.json"));
    DeploymentManifestOpened third = pinned(newId()).opened();
    assertThat(third.sequence()).isEqualTo(3);
    assertThat(third.because()).isEqualTo(standing);
  }

  @Test
  void aRequestWhoseManifestStandsIsPlannedAsItStandsWhateverHasChangedSince() throws Exception {
    DeploymentId id = newId();
    RecordToWrite standing = pinned(id).record();
    write(standing);
    write(pinned(newId()).record());
    git.push(source, Map.of("later", "a later commit"));
    assertThat(pinned(id).record()).isEqualTo(standing);
    assertThat(pinned(newId()).opened().sequence()).isEqualTo(3);
  }

  @Test
  void aServiceInAFolderIsPlannedByTheDescriptorThere() throws Exception {
    git.push(
        source,
        Map.of(
            "afdp.yaml",
            "this is another service's",
            "services/cart/afdp.yaml",
            DESCRIPTOR.replace("replicas: 2", "replicas: 1")));
    RepositoryPart part =
        new RepositoryPart(new SourcePath("services/cart"), List.of(new SourcePath("libs/money")));
    register(part);
    Plan plan = pinned(newId()).opened().plan();
    assertThat(plan.sources().values()).extracting(DeployedSource::part).containsExactly(part);
    assertThat(plan.steps(PlanStep.Start.class)).hasSize(1);
  }

  @Test
  void aFolderWithoutADescriptorIsNamed() {
    register(new RepositoryPart(new SourcePath("services/other"), List.of()));
    assertThat(planned(newId()))
        .isInstanceOfSatisfying(
            Planning.Refused.class,
            refused ->
                assertThat(refused.message().text())
                    .contains("has no afdp.yaml in services/other; `afdp init` writes one"));
  }

  @ParameterizedTest
  @CsvSource({
    "health: {path: /a|b}, the path of a URL",
    "health: {path: //other-host/}, the path of a URL",
    "helth: {path: /}, checks (did you mean health?)",
    "drainSeconds: 601, an integer from 0 to 600"
  })
  void aDescriptorBeyondItsBoundsIsRefusedAlsoWhenItIsPinned(String line, String expected)
      throws Exception {
    git.push(source, Map.of("afdp.yaml", line + "\n" + DESCRIPTOR));
    assertThat(planned(newId()))
        .isInstanceOfSatisfying(
            Planning.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(RefusalReason.INVALID_DESCRIPTOR);
              assertThat(refused.message().text()).startsWith("afdp.yaml:1:").contains(expected);
            });
  }

  private void register(@Nullable RepositoryPart part) {
    new PlatformFile(folder.resolve("platform.json"))
        .replace(
            new Platform(
                "afdp-test",
                List.of(new Platform.Environment(STAGING, 1, "four-eyes")),
                List.of(),
                List.of(new Platform.SourceRepository(REPOSITORY, source.toUri(), "main")),
                List.of(
                    new Platform.Service(
                        SERVICE,
                        Map.of(SourceRole.APPLICATION, new Platform.Source(REPOSITORY, part))))));
  }

  private Planning planned(DeploymentId deployment) {
    return planned(deployment, TestPlatform.unproven());
  }

  private Planning planned(DeploymentId deployment, DeploymentRequest asked) {
    Instant now = Instant.now();
    LedgerRecord request = platform.request(deployment, now, asked);
    return planner.pin(
        new DeploymentStart(deployment, SERVICE, STAGING, RecordInput.of(asked)),
        write(RecordToWrite.of(request)),
        now);
  }

  private Planning.Pinned pinned(DeploymentId deployment) {
    return pinned(planned(deployment));
  }

  private static Planning.Pinned pinned(Planning planning) {
    assertThat(planning).isInstanceOf(Planning.Pinned.class);
    return (Planning.Pinned) planning;
  }

  private RecordToWrite succeeded(DeploymentId id) {
    List<RecordRef> named =
        ledgers.readings().standingAbout(id.subject()).stream().map(StandingRecord::ref).toList();
    return RecordToWrite.of(
        LedgerRecord.of(
            new Header(
                RecordKind.MANIFEST_CLOSED,
                id.subject(),
                LogicalStep.CLOSED,
                TestPlatform.CART,
                Instant.now()),
            DeploymentManifestClosed.succeeded(1, List.of(), named.getLast(), named)));
  }

  private RecordRef write(RecordToWrite record) {
    return ledgers.writer().write(List.of(record)).getFirst().ref();
  }

  private static DeploymentId newId() {
    return DeploymentId.create(Instant.now());
  }
}
