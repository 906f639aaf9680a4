package com.caiatech.afdp.workers.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.activity.LedgerRecording;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.TestIncidents;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.DeploymentReadings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a request's id stands for is decided by the ledger alone.
class RecordingsTest {
  @TempDir Path folder;
  private static final Scope CART = Scope.parse("staging", "cart");

  private final Instant now = Instant.now();
  private final DeploymentId id = DeploymentId.create(now);
  private TestPlatform platform;
  private Ledgers ledgers;
  private Recordings recordings;
  private RegisteredPlatform effective;
  private Platform configured = configuredWith("staging");

  @BeforeEach
  void open() {
    platform = new TestPlatform(folder);
    ledgers = platform.start(Clock.systemUTC());
    effective = new RegisteredPlatform(() -> configured, ledgers.readings()::registrations);
    recordings =
        new Recordings(
            new LedgerRecording(ledgers.writer(), ledgers.readings()),
            ledgers.readings(),
            new DeploymentReadings(ledgers.readings()),
            effective);
  }

  @AfterEach
  void close() {
    ledgers.close();
  }

  @Test
  void whatIsSentAgainIsAnsweredByTheRecordThatStands() {
    Receipt first = recorded(platform.request(id, now));
    Receipt again = recorded(platform.request(id, now.plusSeconds(2)));

    assertThat(again.ref()).isEqualTo(first.ref());
    assertThat(again.standing()).isTrue();
  }

  @Test
  void anotherInputUnderTheIdIsAConflict() {
    Receipt first = recorded(platform.request(id, now));
    DeploymentRequest asked = TestPlatform.unproven();
    LedgerRecord other =
        platform.request(
            id,
            now,
            new DeploymentRequest(
                asked.action(),
                asked.sources(),
                null,
                null,
                null,
                asked.requestedBy(),
                "another",
                null));

    assertThat(recordings.record(RecordToWrite.of(other)))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.CONFLICT,
                "the id stands for another request already, recorded at " + first.ref().path()));
  }

  @Test
  void whatBecomesOfOneOfManyIsNothingToTheOthers() {
    Receipt before = recorded(platform.request(id, now));
    LedgerRecord again = platform.request(id, now.plusSeconds(2));
    LedgerRecord unproven = platform.unproven(request(), repository("pay"));
    LedgerRecord elsewhere = platform.registering(request(), service("billing", "pay"), "admin");
    LedgerRecord good = platform.registering(request(), repository("pay"), "admin");
    RecordToWrite broken = new RecordToWrite(Series.INCIDENTS, "a/path", "{}");

    List<RequestOutcome> outcomes =
        recordings
            .recordAll(
                Stream.concat(
                        Stream.of(again, unproven, elsewhere, good).map(RecordToWrite::of),
                        Stream.of(broken))
                    .toList())
            .ofEach();

    assertThat(outcomes.get(0)).isEqualTo(new RequestOutcome.Recorded(again(before, 2)));
    assertThat(outcomes.stream().map(RecordingsTest::reason))
        .containsExactly(
            null,
            RefusalReason.INTENT_NOT_PROVEN,
            RefusalReason.UNKNOWN_REPOSITORY,
            null,
            RefusalReason.INVALID_INPUT);
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).trusted()).isEqualTo(2);
  }

  private static Receipt again(Receipt standing, long size) {
    return new Receipt(standing.ref(), size, true);
  }

  private static @Nullable RefusalReason reason(RequestOutcome outcome) {
    return outcome instanceof RequestOutcome.Refused(RefusalReason reason, String _)
        ? reason
        : null;
  }

  @Test
  void theStandingRecordIsReadByItsIdWithTheInputItWasMadeOf() {
    LedgerRecord record = platform.request(id, now);
    assertThat(recordings.standing(record.header())).isNull();
    Receipt first = recorded(record);

    Answer standing =
        Objects.requireNonNull(
            recordings.standing(platform.request(id, now.plusSeconds(9)).header()));

    assertThat(standing.input().sha256())
        .isEqualTo(RecordInput.of(TestPlatform.unproven()).sha256());
    assertThat(standing.outcome())
        .isEqualTo(new RequestOutcome.Recorded(new Receipt(first.ref(), 1, true)));
  }

  @Test
  void whatAnAdminRegistersIsThereAtOnceAndOnlyOnce() {
    LedgerRecord repository = platform.registering(request(), repository("pay"), "admin");
    Receipt first = recorded(repository);
    recorded(platform.registering(request(), service("billing", "pay"), "admin"));

    assertThat(effective.current().repository(new RepositoryName("pay")).orElseThrow().uri())
        .isEqualTo(URI.create("https://github.com/acme/pay"));
    assertThat(effective.current().service(new ServiceName("billing"))).isPresent();
    assertThat(effective.current()).isSameAs(effective.current());
    configured = configured.withHosts(List.of(), List.of());
    assertThat(recorded(repository).ref()).as("sent again").isEqualTo(first.ref());
    assertThat(effective.current()).isEqualTo(configured);
    assertThat(effective.effective().countLeftOut()).isEqualTo(2);
  }

  @Test
  void withoutAnAdminsIntentNothingIsRegistered() {
    assertThat(refused(platform.registering(request(), repository("pay"), "deployer")))
        .isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    assertThat(refused(platform.unproven(request(), repository("pay"))))
        .isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    assertThat(effective.current()).isEqualTo(configured);
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).trusted()).isZero();
  }

  @Test
  void whatWouldHaveNoEffectIsRefusedWithItsReasonAndNotRecorded() {
    assertThat(refused(platform.registering(request(), repository("shop"), "admin")))
        .isEqualTo(RefusalReason.NAME_CONFIGURED);
    assertThat(refused(platform.registering(request(), service("billing", "pay"), "admin")))
        .isEqualTo(RefusalReason.UNKNOWN_REPOSITORY);
    configured = configured.withHosts(List.of(), List.of());
    assertThat(refused(platform.registering(request(), repository("pay"), "admin")))
        .isEqualTo(RefusalReason.UNKNOWN_HOST);
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).trusted()).isZero();
  }

  @Test
  void aPolicyFromBeforeThereWereRegistrationsRefusesThemAndSaysSo() {
    ledgers.writer().write(List.of(RecordToWrite.of(platform.without(RecordKind.REGISTRATION))));
    RequestOutcome outcome =
        recordings.record(
            RecordToWrite.of(platform.registering(request(), repository("pay"), "admin")));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RequestOutcome.Refused.class,
            refused ->
                assertThat(refused.message())
                    .contains("may not sign registration/1", "it was not written"));
  }

  @Test
  void whatAnotherDeployerDidIsToldOnceByEachReporter() {
    LedgerRecord report =
        platform.reporting(request(), CART, asserted("argo-cd", "17", 'a'), "deployer");
    Receipt first = recorded(report);
    assertThat(first.standing()).isFalse();
    assertThat(recorded(report).ref()).as("the same request again").isEqualTo(first.ref());

    Receipt again =
        recorded(platform.reporting(request(), CART, asserted("argo-cd", "17", 'a'), "deployer"));
    assertThat(again.ref()).as("told again").isEqualTo(first.ref());
    assertThat(again.standing()).isTrue();
    assertThat(
            recordings.record(
                RecordToWrite.of(
                    platform.reporting(
                        request(), CART, asserted("argo-cd", "17", 'b'), "deployer"))))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.CONFLICT,
                "deployment 17 of argo-cd was reported before with other content, recorded at "
                    + first.ref().path()
                    + "; report each once, when it has ended"));
    assertThat(
            recorded(platform.reporting(request(), CART, asserted("jenkins", "17", 'b'), "admin"))
                .standing())
        .isFalse();
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).trusted()).isEqualTo(2);
  }

  @Test
  void whatNobodyMeantOrAnotherMeantOrIsElsewhereIsNotRecordedAsDeployed() {
    AssertedDeployment asserted = asserted("argo-cd", "17", 'a');
    assertThat(refused(platform.reporting(request(), CART, asserted, null)))
        .as("by the worker's key alone")
        .isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    assertThat(refused(platform.reporting(request(), CART, asserted, "viewer")))
        .isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    LedgerRecord staging = platform.reporting(request(), CART, asserted, "deployer");
    LedgerRecord moved =
        LedgerRecord.of(
            new Header(
                staging.header().kind(),
                staging.header().subject(),
                staging.header().logicalStep(),
                Scope.parse("production", "cart"),
                staging.header().timestamp()),
            RecordInput.of(staging));
    assertThat(refused(moved)).isEqualTo(RefusalReason.UNKNOWN_ENVIRONMENT);
    configured = configuredWith("staging", "production");
    assertThat(refused(moved)).as("meant for staging").isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    assertThat(
            refused(
                platform.reporting(
                    request(), Scope.parse("staging", "nowhere"), asserted, "deployer")))
        .isEqualTo(RefusalReason.UNKNOWN_SERVICE);
    assertThat(
            refused(
                platform.reporting(request(), CART, in("elsewhere", asserted, null), "deployer")))
        .isEqualTo(RefusalReason.INVALID_INPUT);
    assertThat(
            refused(
                platform.reporting(
                    request(),
                    CART,
                    in("shop", asserted, Instant.now().plusSeconds(60)),
                    "deployer")))
        .as("in the future")
        .isEqualTo(RefusalReason.INVALID_INPUT);
    assertThat(platform.verify(Series.DEPLOYMENT_MANIFESTS).trusted()).isZero();
  }

  @Test
  void whatAnotherDeployerDidIsNoDeploymentOfOurs() {
    DeploymentReadings deployments = new DeploymentReadings(ledgers.readings());
    recorded(
        platform.reporting(
            new RequestId(id.uuid()), CART, asserted("argo-cd", "17", 'a'), "deployer"));

    assertThat(ledgers.readings().deployments(CART)).isEmpty();
    assertThat(ledgers.readings().openDeployments()).isEmpty();
    assertThat(ledgers.readings().standingAbout(id.subject())).isEmpty();
    assertThat(deployments.request(id)).isEmpty();
    assertThat(deployments.lastOpened(CART)).isEmpty();
    recorded(platform.request(id, now));
    assertThat(ledgers.readings().deployments(CART)).containsExactly(id);
    assertThat(deployments.isUnderWay(id)).isFalse();
  }

  @Test
  void anIncidentIsLinkedToADeploymentOfOursOrToWhatWasReportedAndOnceByEachRequest() {
    IncidentId incident = IncidentId.create(now);
    RequestId reported = request();
    assertThat(refused(link(incident, LogicalStep.assertedLink(request()), reported)))
        .isEqualTo(RefusalReason.UNKNOWN_INCIDENT);
    recorded(
        platform.ofIncident(
            incident,
            "reportIncident-" + request(),
            TestIncidents.report(IncidentPhase.OPENED, now, null)));
    RequestId asked = request();
    String asserted = LogicalStep.assertedLink(asked);
    String ours = LogicalStep.of(Action.LINK_INCIDENT, asked);
    assertThat(refused(link(incident, asserted, reported)))
        .as("nobody reported it")
        .isEqualTo(RefusalReason.UNKNOWN_DEPLOYMENT);

    recorded(platform.reporting(reported, CART, asserted("argo-cd", "17", 'a'), "deployer"));
    assertThat(refused(link(incident, ours, reported)))
        .as("it is no deployment of ours")
        .isEqualTo(RefusalReason.UNKNOWN_DEPLOYMENT);
    Receipt first = recorded(link(incident, asserted, reported));
    assertThat(recorded(link(incident, asserted, reported)).ref()).isEqualTo(first.ref());

    recorded(platform.request(id, now));
    assertThat(refused(link(incident, ours, new RequestId(id.uuid()))))
        .as("another effect of the same request")
        .isEqualTo(RefusalReason.CONFLICT);
    RequestId other = request();
    recorded(link(incident, LogicalStep.of(Action.LINK_INCIDENT, other), new RequestId(id.uuid())));
    assertThat(refused(link(incident, LogicalStep.assertedLink(other), reported)))
        .isEqualTo(RefusalReason.CONFLICT);
    assertThat(platform.verify(Series.INCIDENTS).trusted()).isEqualTo(3);
  }

  private LedgerRecord link(IncidentId incident, String logicalStep, RequestId cause) {
    return platform.ofIncident(
        incident,
        logicalStep,
        new CausalLink(
            new DeploymentId(cause.uuid()),
            null,
            null,
            CausalMethod.DECLARED,
            1,
            TestPlatform.ALICE.value(),
            null,
            null));
  }

  private static AssertedDeployment asserted(String deployer, String externalId, char commit) {
    return new AssertedDeployment(
        new RepositoryName("shop"),
        null,
        new CommitId(String.valueOf(commit).repeat(40)),
        null,
        ReportedStatus.SUCCEEDED,
        null,
        null,
        null,
        new AssertedDeployment.Deployer(deployer, externalId, null),
        TestPlatform.ALICE,
        null);
  }

  private static AssertedDeployment in(
      String repository, AssertedDeployment asserted, @Nullable Instant startedAt) {
    return new AssertedDeployment(
        new RepositoryName(repository),
        null,
        asserted.commitHash(),
        null,
        asserted.status(),
        startedAt,
        null,
        null,
        asserted.deployer(),
        asserted.reportedBy(),
        null);
  }

  private static Platform configuredWith(String... environments) {
    return new Platform(
        "afdp-test",
        Stream.of(environments)
            .map(name -> new Platform.Environment(new EnvironmentName(name), 0, "none"))
            .toList(),
        List.of(),
        List.of(
            new Platform.SourceRepository(
                new RepositoryName("shop"), URI.create("https://github.com/acme/shop"), "main")),
        List.of(
            new Platform.Service(
                new ServiceName("cart"),
                Map.of(
                    SourceRole.APPLICATION, Platform.Source.wholeOf(new RepositoryName("shop"))))),
        List.of(new Host(new HostName("hub"), HostKind.GITHUB, List.of("github.com"))),
        List.of());
  }

  private RequestId request() {
    return RequestId.create(now);
  }

  private static SourceRegistration repository(String name) {
    return SourceRegistration.of(
        new SourceRegistration.RegisteredRepository(
            new RepositoryName(name), List.of("https://github.com/acme/" + name), "main"),
        TestPlatform.ALICE,
        null);
  }

  private static SourceRegistration service(String name, String repository) {
    return SourceRegistration.of(
        new SourceRegistration.RegisteredService(
            new ServiceName(name),
            Map.of(
                SourceRole.APPLICATION,
                new SourceRegistration.RegisteredSource(new RepositoryName(repository), null)),
            null),
        TestPlatform.ALICE,
        null);
  }

  private RefusalReason refused(LedgerRecord record) {
    RequestOutcome outcome = recordings.record(RecordToWrite.of(record));
    assertThat(outcome).isInstanceOf(RequestOutcome.Refused.class);
    return ((RequestOutcome.Refused) outcome).reason();
  }

  private Receipt recorded(LedgerRecord record) {
    RequestOutcome outcome = recordings.record(RecordToWrite.of(record));
    assertThat(outcome).isInstanceOf(RequestOutcome.Recorded.class);
    return ((RequestOutcome.Recorded) outcome).receipt();
  }
}
