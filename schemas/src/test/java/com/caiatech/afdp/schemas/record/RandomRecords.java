package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.TeamName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.intent.GatewayAssertion;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.plan.ArtifactRef;
import com.caiatech.afdp.schemas.plan.CommitSet;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Makes records of every kind from a seed, with every optional field now there and now absent.
public final class RandomRecords extends RandomValues {
  /// The kinds that the golden policy was made with.
  private static final RecordKind[] GRANTED =
      EnumSet.complementOf(
              EnumSet.of(
                  RecordKind.REGISTRATION,
                  RecordKind.DEPLOYMENT_REPORT,
                  RecordKind.ANNOTATION,
                  RecordKind.SAVED_QUERY))
          .toArray(RecordKind[]::new);

  public RandomRecords(long seed) {
    super(new Random(seed));
  }

  /// A record of the kind.
  public LedgerRecord next(RecordKind kind) {
    RecordBody body =
        switch (kind) {
          case DEPLOYMENT_REQUEST -> request();
          case MANIFEST_OPENED -> opened();
          case DEPLOYMENT_STEP -> step();
          case MANIFEST_CLOSED -> closed();
          case CHECK_RESULT -> check();
          case APPROVAL_DECISION -> decision();
          case INCIDENT_REPORT -> incident();
          case CAUSAL_LINK -> link();
          case ANNOTATION -> annotation();
          case SAVED_QUERY -> savedQuery();
          case REGISTRATION -> registration();
          case DEPLOYMENT_REPORT -> asserted();
          case POLICY -> policy();
          case VOLUME -> successor();
          case MARK_LOWERED -> lowered();
        };
    boolean scoped =
        kind.series() != Series.INCIDENTS
            && kind.series() != Series.TRUST_POLICY
            && kind != RecordKind.REGISTRATION
            && kind != RecordKind.SAVED_QUERY;
    Scope scope =
        scoped ? Scope.of(new EnvironmentName(name()), new ServiceName(name())) : Scope.global();
    Header header = new Header(kind, new SubjectId(uuid7()), text(120), scope, instant());
    return body instanceof PersonCaused caused
        ? LedgerRecord.of(header, withIntent(header, RecordInput.of(caused)))
        : LedgerRecord.of(header, body);
  }

  private RecordInput withIntent(Header header, RecordInput input) {
    if (random.nextInt(4) == 0 || PersonAction.of(input.body()).person() == null) {
      return input;
    }
    ObjectNode envelope = RecordJson.mapper().createObjectNode();
    envelope.put("payloadType", GatewayAssertion.PAYLOAD_TYPE);
    envelope.put("payload", Base64.getEncoder().encodeToString(sha256().bytes()));
    envelope
        .putArray("signatures")
        .addObject()
        .put("keyid", sha256().value())
        .put("sig", Base64.getEncoder().encodeToString(sha256().bytes()));
    return input.with(
        new Intent(
            PersonAction.statement(header, input, text(200), instant()),
            List.of(new Intent.Proof(Intent.Proof.GATEWAY, envelope))));
  }

  private DeploymentRequest request() {
    RequestedAction action =
        any(
            new RequestedAction[] {
              RequestedAction.DEPLOY, RequestedAction.ROLLBACK, RequestedAction.ABORT
            });
    Map<SourceRole, RequestedSource> sources =
        roles(() -> new RequestedSource(repository(), text(250)));
    DeploymentId target = maybe(this::deployment);
    PersonId person = person();
    String reason = maybe(() -> text(500));
    if (reason == null) {
      return new DeploymentRequest(action, sources, target, null, null, person, null, null);
    }
    // by what was drawn already, so that what is golden stays as it was before there were more
    return new DeploymentRequest(
        new RandomRecords(reason.length()).any(RequestedAction.values()),
        sources,
        target,
        reason.length() % 2 == 0 ? target : null,
        1 + reason.length(),
        person,
        reason,
        null);
  }

  private DeploymentManifestOpened opened() {
    long sequence = 1L + random.nextInt(100);
    DeploymentManifestOpened opened =
        DeploymentManifestOpened.of(
            sequence, plan(), person(), ref(), sequence == 1 ? null : ref());
    return sequence % 2 == 0 ? opened.about(opened.because()) : opened;
  }

  private Plan plan() {
    return new Plan(
        Plan.VERSION,
        any(DeploymentType.values()),
        "rolling",
        roles(
            () ->
                new DeployedSource(
                    repository(),
                    maybe(() -> new RepositoryPart(sourcePath(), list(3, this::sourcePath))),
                    commit(),
                    sha256(),
                    maybe(this::commit),
                    maybe(() -> new CommitSet(random.nextInt(100_000), sha256())),
                    maybe(() -> new CommitSet(random.nextInt(100_000), sha256())))),
        list(3, () -> new ArtifactRef(text(300), sha256(), maybe(() -> text(2000)))),
        sha256(),
        maybe(() -> new PreviousDeployment(deployment(), ref(), roles(this::commit))),
        maybe(this::deployment),
        list(2, () -> new PlanRule(text(100), random.nextInt(5))),
        list(4, this::planStep));
  }

  private SourcePath sourcePath() {
    return new SourcePath("services/s" + random.nextInt(100));
  }

  private PlanStep planStep() {
    long within = random.nextInt(1_000_000);
    return switch (random.nextInt(9)) {
      case 0 -> new PlanStep.Check(PlanStep.Check.PRE, text(100), within);
      case 1 -> new PlanStep.Approve(text(100), within);
      case 2 -> new PlanStep.Start(1 + random.nextInt(9), within);
      case 3 -> new PlanStep.SetWeights(random.nextInt(101), within);
      case 4 -> new PlanStep.Retire(random.nextInt(9), within);
      case 5 -> new PlanStep.Confirm(within);
      case 7 -> new PlanStep.Bake(random.nextInt(9), within);
      case 6 -> new PlanStep.Restore(within);
      default -> new PlanStep.Close(within);
    };
  }

  private DeploymentStep step() {
    if (random.nextInt(4) == 0) {
      return DeploymentStep.go(list(3, this::ref), instant());
    }
    return new DeploymentStep(
        1 + random.nextInt(100),
        text(100),
        any(StepResult.values()),
        traffic(),
        List.of(),
        instant(),
        instant(),
        maybe(() -> text(500)));
  }

  private DeploymentManifestClosed closed() {
    DeploymentStatus status = any(DeploymentStatus.values());
    String reason = maybe(() -> text(500));
    Long duration = maybe(() -> (long) random.nextInt(1_000_000));
    return new DeploymentManifestClosed(
        status,
        reason,
        duration,
        duration == null || duration % 2 == 0 ? null : 1_000 * duration,
        traffic(),
        maybe(this::ref),
        list(10, this::ref),
        list(3, this::ref),
        list(3, this::ref),
        maybe(this::deployment));
  }

  private CheckResult check() {
    return new CheckResult(
        text(100),
        any(CheckStage.values()),
        any(CheckType.values()),
        any(CheckStatus.values()),
        new Measurements(
            maybe(() -> random.nextDouble() * 64),
            maybe(() -> random.nextLong(1L << 53)),
            maybe(() -> random.nextDouble() * 1e4),
            maybe(() -> (double) random.nextInt(1000)),
            maybe(random::nextDouble),
            maybe(() -> (long) random.nextInt(1000))),
        maybe(() -> text(4000)),
        maybe(this::sha256),
        instant(),
        instant(),
        maybe(() -> text(500)),
        maybe(() -> random.nextLong(1L << 53)),
        maybe(() -> random.nextLong(1L << 53)));
  }

  private ApprovalDecision decision() {
    return new ApprovalDecision(
        any(Decision.values()),
        person(),
        text(60),
        sha256(),
        text(100),
        maybe(() -> text(500)),
        null);
  }

  private IncidentReport incident() {
    return new IncidentReport(
        any(IncidentPhase.values()),
        any(Severity.values()),
        text(200),
        list(5, () -> new ServiceName(name())).stream().distinct().toList(),
        maybe(() -> new EnvironmentName(name())),
        list(5, () -> text(300)),
        maybe(this::instant),
        instant(),
        maybe(this::instant),
        person(),
        maybe(() -> text(2000)),
        null);
  }

  private CausalLink link() {
    return new CausalLink(
        deployment(),
        maybe(this::repository),
        maybe(this::commit),
        any(CausalMethod.values()),
        random.nextDouble(),
        random.nextBoolean() ? PersonAction.WORKER : person().value(),
        maybe(() -> text(500)),
        null);
  }

  private Annotation annotation() {
    Annotation.About about =
        switch (random.nextInt(4)) {
          case 0 -> Annotation.About.deployment(deployment());
          case 1 -> Annotation.About.report(new SubjectId(uuid7()));
          case 2 -> Annotation.About.incident(new IncidentId(uuid7()));
          default -> Annotation.About.commit(repository(), commit());
        };
    return new Annotation(about, maybe(() -> text(1000)), person(), null);
  }

  private SavedQuery savedQuery() {
    return random.nextInt(4) == 0
        ? SavedQuery.withdrawn(person())
        : new SavedQuery(
            text(80),
            maybe(() -> text(500)),
            text(2000),
            list(3, () -> "$" + name() + ": Int"),
            List.of("approver", "viewer").subList(0, random.nextInt(3)),
            person(),
            null);
  }

  private SourceRegistration registration() {
    return random.nextBoolean()
        ? SourceRegistration.of(
            new SourceRegistration.RegisteredRepository(
                repository(),
                List.of("https://git.example/acme/" + name() + ".git", "ssh://git@git.example/x"),
                text(250)),
            person(),
            maybe(() -> text(500)))
        : SourceRegistration.of(
            new SourceRegistration.RegisteredService(
                new ServiceName(name()),
                Map.of(SourceRole.APPLICATION, registeredSource()),
                maybe(() -> new TeamName(name()))),
            person(),
            maybe(() -> text(500)));
  }

  private SourceRegistration.RegisteredSource registeredSource() {
    return new SourceRegistration.RegisteredSource(
        repository(), maybe(() -> new RepositoryPart(sourcePath(), list(3, this::sourcePath))));
  }

  private AssertedDeployment asserted() {
    return new AssertedDeployment(
        repository(),
        maybe(() -> new RepositoryPart(sourcePath(), list(3, this::sourcePath))),
        commit(),
        maybe(() -> "v" + random.nextInt(10) + " of " + name()),
        any(ReportedStatus.values()),
        maybe(this::instant),
        maybe(this::instant),
        maybe(() -> new AssertedDeployment.Previous(commit(), maybe(() -> new SubjectId(uuid7())))),
        new AssertedDeployment.Deployer(
            name(),
            name() + "/" + random.nextInt(100),
            maybe(() -> "https://ci.example/" + name())),
        person(),
        null);
  }

  private SuccessorVolume successor() {
    Series series = any(Series.values());
    return new SuccessorVolume(
        new VolumeName(series + "-" + (2 + random.nextInt(20))),
        series,
        1 + random.nextInt(1000),
        sha256(),
        commit(),
        list(2, () -> new RootSignature(fingerprint(), text(5000))));
  }

  private MarkLowered lowered() {
    int size = 1 + random.nextInt(1000);
    return new MarkLowered(
        any(Series.values()).firstVolume(),
        new MarkLowered.Mark(size, commit()),
        new MarkLowered.Mark(random.nextInt(size), maybe(this::commit)),
        text(500),
        list(2, () -> new RootSignature(fingerprint(), text(5000))));
  }

  private Policy policy() {
    return new Policy(
        1 + random.nextInt(1000),
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(i -> new RootKey(fingerprint(), text(20_000)))
            .toList(),
        1 + random.nextInt(3),
        list(
            3,
            () ->
                new Grant(
                    fingerprint(),
                    text(20_000),
                    text(100),
                    text(60),
                    list(4, () -> any(GRANTED).value()).stream().distinct().toList(),
                    list(2, this::name),
                    List.of(Grant.ANY),
                    ranges())),
        list(
            2,
            () ->
                new GatewayKey(
                    sha256(),
                    Base64.getEncoder().encodeToString(sha256().bytes()),
                    text(200),
                    text(100),
                    ranges())),
        list(2, () -> new PersonalKey("ssh", text(200), text(2000), person(), text(100), ranges())),
        list(
            2,
            () -> new IntentRule("startDeployment", "*", List.of(Intent.Proof.GATEWAY), ranges())),
        list(2, () -> new Owner(text(100), List.of(person()), ranges())),
        list(
            2,
            () ->
                new ApprovalRule(
                    text(100),
                    name(),
                    Grant.ANY,
                    list(2, () -> any(DeploymentType.values())),
                    random.nextInt(4),
                    list(2, () -> text(60)),
                    list(2, () -> text(100)),
                    ranges())),
        list(
            2,
            () ->
                new CausalMethodRule(any(CausalMethod.values()), List.of(CausalMethodRule.PERSON))),
        list(2, () -> new RootSignature(fingerprint(), text(5000))));
  }

  private List<IndexRange> ranges() {
    return list(
        3,
        () ->
            new IndexRange(
                any(Series.values()).firstVolume(),
                random.nextInt(100),
                maybe(() -> 100L + random.nextInt(100))));
  }

  private List<TrafficShare> traffic() {
    return list(3, () -> new TrafficShare(deployment(), random.nextInt(101)));
  }

  private RecordRef ref() {
    return new RecordRef(
        any(Series.values()).firstVolume(), random.nextInt(1000), "a/b/" + sha256(), sha256());
  }
}
