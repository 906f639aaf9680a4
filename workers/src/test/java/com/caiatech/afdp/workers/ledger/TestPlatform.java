package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.evidence.AcceptedHeads;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.schemas.workflow.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A platform's keys, first policy and ledgers in a folder, with real repositories and signatures.
public final class TestPlatform {
  static final Instant KEYS_MADE = Instant.parse("2026-01-01T00:00:00Z");
  public static final Scope CART =
      Scope.of(new EnvironmentName("staging"), new ServiceName("cart"));
  public static final PersonId ALICE = new PersonId("p_0123456789abcdef0123456789abcdef");

  final Path folder;
  final OpenPgpSecretKey root =
      OpenPgpSecretKey.generate("AFDP root <root@afdp.invalid>", KEYS_MADE);
  final OpenPgpSecretKey worker;
  final Ed25519SigningKey gatewayKey = Ed25519SigningKey.generate();
  final GatewayProver gateway = new GatewayProver(gatewayKey, "afdp-test");
  final LedgerRecord policy;
  final List<RefMoved> moves = new CopyOnWriteArrayList<>();

  public TestPlatform(Path folder) {
    this(folder, OpenPgpSecretKey.generate("AFDP worker <worker@afdp.invalid>", KEYS_MADE));
  }

  public TestPlatform(Path folder, OpenPgpSecretKey worker) {
    this.folder = folder;
    this.worker = worker;
    Instant now = Instant.now();
    this.policy =
        FirstPolicy.of(
            root,
            worker.publicKey(),
            gatewayKey.verifyingKey(),
            "afdp-test",
            FirstPolicy.rules("staging-approval", "staging", 0),
            SubjectId.create(now),
            now);
  }

  public Path repository(Series series) {
    return folder.resolve(series.value() + ".git");
  }

  /// The file of the branch of a series' first volume.
  Path branch(Series series) {
    return repository(series).resolve(VolumeReader.BRANCH);
  }

  /// Where that branch stands.
  String head(Series series) throws IOException {
    return Files.readString(branch(series)).strip();
  }

  /// Moves that branch, as whoever holds the host can.
  void point(Series series, String commit) throws IOException {
    Files.writeString(branch(series), commit + "\n");
  }

  /// Makes sure that so many records, and nothing else, stand in the first volume of checks.
  void expectChecks(int records) {
    LedgerVerification found = verify(Series.CHECKS);
    assertThat(found.trusted()).isEqualTo(records);
    assertThat(found.sound()).isTrue();
  }

  /// Writes a check of that name.
  static void write(Ledgers ledgers, DeploymentId deployment, String name) {
    ledgers.writer().write(List.of(RecordToWrite.of(check(deployment, name, Instant.now()))));
  }

  /// The evidence store, in which nothing is unless a test accepts it.
  public Path evidence() {
    return folder.resolve("evidence");
  }

  /// Accepts the head of a series' volume, as observers do.
  void accept(Series series, long commits, CommitId head) throws IOException {
    Path file = new AcceptedHeads(evidence(), series.firstVolume()).file(commits);
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, AcceptedHeads.beginning(null, head));
  }

  Ledgers open(Clock clock) {
    return open(clock, worker);
  }

  Ledgers open(Clock clock, OpenPgpSecretKey key) {
    return open(clock, key, folder.resolve("marks"));
  }

  /// Ledgers of a worker with marks of its own.
  Ledgers open(Clock clock, OpenPgpSecretKey key, Path marks) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      stores.put(series, SharedDisk.open(repository(series)));
    }
    return Ledgers.open(stores, identity(key), pinned(), marks, evidence(), clock, moves::add);
  }

  /// Ledgers of a worker with another key, by its clock and with its own marks.
  public Ledgers openAs(OpenPgpSecretKey key) {
    return open(Clock.systemUTC(), key, folder.resolve("marks-" + key.fingerprint()));
  }

  /// A worker that signs with a key.
  public static WriterIdentity identity(OpenPgpSecretKey key) {
    return new WriterIdentity("AFDP worker", "worker@afdp.invalid", key);
  }

  /// Who signs what the workers write.
  public WriterIdentity identity() {
    return identity(worker);
  }

  /// The digest of the first policy.
  public Sha256 pinned() {
    return TrustPolicy.digest(policy);
  }

  /// Ledgers whose trust policy is recorded.
  public Ledgers start(Clock clock) {
    Ledgers ledgers = open(clock);
    ledgers.writer().write(List.of(RecordToWrite.of(policy)));
    return ledgers;
  }

  /// The whole volume as it is now, verified by the first policy.
  public LedgerVerification verify(Series series) {
    return verify(series, TrustPolicy.of(policy));
  }

  /// The whole volume as it is now, verified by a policy.
  public LedgerVerification verify(Series series, TrustPolicy by) {
    try (SharedDisk disk = SharedDisk.open(repository(series))) {
      return LedgerVerification.run(
          new VolumeReader(disk.repository(), series, series.firstVolume()), by, commit -> {});
    }
  }

  /// Every thread writes that many records of its own, each together with one that all threads
  /// write; the threads take turns at the writers. Each record has to be written once.
  ///
  /// @param record makes the record of a name
  static void writeSideBySide(
      List<LedgerWriter> writers, int threads, int each, Function<String, RecordToWrite> record)
      throws Exception {
    List<Receipt> receipts = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<List<Receipt>>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        LedgerWriter writer = writers.get(t % writers.size());
        String name = "t" + t + "-";
        work.add(
            () -> {
              List<Receipt> written = new ArrayList<>();
              for (int i = 0; i < each; i++) {
                written.addAll(
                    writer.write(List.of(record.apply(name + i), record.apply("shared-" + i))));
              }
              return written;
            });
      }
      for (Future<List<Receipt>> done : pool.invokeAll(work)) {
        receipts.addAll(done.get());
      }
    }
    assertThat(receipts).hasSize(threads * each * 2);
    assertThat(receipts.stream().filter(receipt -> !receipt.standing()))
        .hasSize(threads * each + each);
    assertThat(receipts.stream().map(Receipt::ref).distinct()).hasSize(threads * each + each);
  }

  public static LedgerRecord check(DeploymentId deployment, String name, Instant moment) {
    return LedgerRecord.of(
        new Header(
            RecordKind.CHECK_RESULT,
            deployment.subject(),
            LogicalStep.check(CheckStage.PRE, name),
            CART,
            moment),
        new CheckResult(
            name,
            CheckStage.PRE,
            CheckType.HTTP,
            CheckStatus.PASSED,
            new Measurements(null, null, 1.5, 2.5, 1.0, 20L),
            "/health",
            Sha256.ofUtf8(name),
            moment,
            moment,
            null,
            null,
            null));
  }

  static LedgerRecord closed(DeploymentId deployment, Instant moment) {
    return LedgerRecord.of(
        new Header(
            RecordKind.MANIFEST_CLOSED, deployment.subject(), LogicalStep.CLOSED, CART, moment),
        new DeploymentManifestClosed(
            DeploymentStatus.SUCCEEDED,
            null,
            12L,
            null,
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of(),
            null));
  }

  /// A request that Alice proved at the moment, to be recorded within ten minutes of it.
  public LedgerRecord request(DeploymentId deployment, Instant moment) {
    return request(deployment, moment, unproven());
  }

  /// The same, asking for something.
  public LedgerRecord request(DeploymentId deployment, Instant moment, DeploymentRequest asked) {
    return LedgerRecord.of(requestHeader(deployment, moment), proven(deployment, moment, asked));
  }

  /// What Alice asks for, with the proof.
  public RecordInput proven(DeploymentId deployment, Instant moment, DeploymentRequest asked) {
    return proven(requestHeader(deployment, moment), RecordInput.of(asked));
  }

  /// A record of cart in staging that somebody causes, with the proof.
  public LedgerRecord caused(DeploymentId deployment, String logicalStep, RecordInput input) {
    Header header = causedHeader(deployment, logicalStep, input);
    return LedgerRecord.of(header, proven(header, input));
  }

  /// The same, before a worker makes the record of it.
  public RecordInput provenInput(DeploymentId deployment, String logicalStep, RecordInput input) {
    return proven(causedHeader(deployment, logicalStep, input), input);
  }

  private static Header causedHeader(
      DeploymentId deployment, String logicalStep, RecordInput input) {
    return new Header(input.kind(), deployment.subject(), logicalStep, CART, Instant.now());
  }

  /// A registration that somebody with the role causes, with the proof.
  public LedgerRecord registering(RequestId id, SourceRegistration registration, String role) {
    RecordInput input = RecordInput.of(registration);
    Header header = registrationHeader(id, registration);
    return LedgerRecord.of(header, proven(header, input, role));
  }

  /// The same without a proof.
  public LedgerRecord unproven(RequestId id, SourceRegistration registration) {
    return LedgerRecord.of(registrationHeader(id, registration), RecordInput.of(registration));
  }

  /// What somebody says of cart in a scope, that another deployer did it, with the proof of one who
  /// has the role; without a proof where there is none.
  public LedgerRecord reporting(
      RequestId id, Scope scope, AssertedDeployment asserted, @Nullable String role) {
    Header header =
        new Header(
            RecordKind.DEPLOYMENT_REPORT,
            new SubjectId(id.uuid()),
            LogicalStep.of(Action.REPORT_DEPLOYMENT, id),
            scope,
            Instant.now());
    RecordInput input = RecordInput.of(asserted);
    return LedgerRecord.of(header, role == null ? input : proven(header, input, role));
  }

  /// What somebody says of an incident, with the proof of one who may.
  public LedgerRecord ofIncident(IncidentId incident, String logicalStep, PersonCaused body) {
    return meant(incident.subject(), logicalStep, body);
  }

  /// The same of whatever is of no service and no environment.
  public LedgerRecord meant(SubjectId subject, String logicalStep, PersonCaused body) {
    RecordInput input = RecordInput.of(body);
    Header header = new Header(input.kind(), subject, logicalStep, Scope.global(), Instant.now());
    return LedgerRecord.of(header, proven(header, input, "incident-manager"));
  }

  private static Header registrationHeader(RequestId id, SourceRegistration registration) {
    return new Header(
        RecordKind.REGISTRATION,
        new SubjectId(id.uuid()),
        LogicalStep.of(PersonAction.of(registration).action(), id),
        Scope.global(),
        Instant.now());
  }

  private RecordInput proven(Header header, RecordInput input) {
    return proven(header, input, "deployer");
  }

  private RecordInput proven(Header header, RecordInput input, String role) {
    Instant moment = header.timestamp();
    return gateway.proven(
        header,
        input,
        moment,
        new GatewayProver.Authentication("local", "somebody", moment, List.of(role)));
  }

  /// Gives up what a worker pushed last to a series' volume, signed by a key.
  LedgerRecord lowered(
      Series series, MarkLowered.Mark from, MarkLowered.Mark to, OpenPgpSecretKey signer) {
    MarkLowered lowered =
        new MarkLowered(series.firstVolume(), from, to, "the disk was lost", List.of());
    Header header =
        new Header(
            RecordKind.MARK_LOWERED,
            policy.header().subject(),
            LogicalStep.markLowered(lowered.pushed(), to.size()),
            Scope.global(),
            Instant.now());
    return PolicySigner.sign(LedgerRecord.of(header, lowered), signer);
  }

  /// What the first worker may sign, for another key.
  Grant grant(OpenPgpSecretKey key) {
    Grant first = firstPolicy().grants().getFirst();
    return new Grant(
        key.publicKey().fingerprint(),
        key.publicKey().armored(),
        first.owner(),
        first.role(),
        first.kinds(),
        first.environments(),
        first.services(),
        first.ranges());
  }

  /// The second policy: it asks for approvals of deployments to staging, and knows owners.
  public LedgerRecord asking(int approvals, List<Owner> owners) {
    return asking(FirstPolicy.rules("staging-approval", "staging", approvals), owners);
  }

  /// The second policy: it has these approval rules, and knows owners.
  public LedgerRecord asking(List<ApprovalRule> rules, List<Owner> owners) {
    return policy(2, firstPolicy().grants(), owners, rules);
  }

  /// The second policy: no rule says how many approve a deployment.
  public LedgerRecord withoutApprovalRules() {
    return policy(2, firstPolicy().grants(), firstPolicy().owners(), List.of());
  }

  /// The second policy: as one from before there was a kind of record.
  public LedgerRecord without(RecordKind kind) {
    Grant first = firstPolicy().grants().getFirst();
    return policy(
        2,
        List.of(
            new Grant(
                first.fingerprint(),
                first.publicKey(),
                first.owner(),
                first.role(),
                first.kinds().stream().filter(it -> !it.equals(kind.value())).toList(),
                first.environments(),
                first.services(),
                first.ranges())));
  }

  /// The second policy: another key may sign what the first worker's may.
  public LedgerRecord granting(OpenPgpSecretKey further) {
    return policy(2, List.of(firstPolicy().grants().getFirst(), grant(further)));
  }

  /// The first policy in a further version, with other grants.
  LedgerRecord policy(long version, List<Grant> grants) {
    return policy(version, grants, firstPolicy().owners(), firstPolicy().approvalRules());
  }

  private LedgerRecord policy(
      long version, List<Grant> grants, List<Owner> owners, List<ApprovalRule> approvalRules) {
    Policy first = firstPolicy();
    Header header =
        new Header(
            RecordKind.POLICY,
            policy.header().subject(),
            LogicalStep.policy(version),
            Scope.global(),
            Instant.now());
    return PolicySigner.sign(
        LedgerRecord.of(
            header,
            new Policy(
                version,
                first.roots(),
                first.threshold(),
                grants,
                first.gatewayKeys(),
                first.personalKeys(),
                first.intentRules(),
                owners,
                approvalRules,
                first.causalMethods(),
                List.of())),
        root);
  }

  private Policy firstPolicy() {
    return (Policy) policy.body();
  }

  static Header requestHeader(DeploymentId deployment, Instant moment) {
    return new Header(
        RecordKind.DEPLOYMENT_REQUEST, deployment.subject(), LogicalStep.REQUEST, CART, moment);
  }

  public static DeploymentRequest unproven() {
    return DeploymentRequest.deploy(
        Map.of(SourceRole.APPLICATION, new RequestedSource(new RepositoryName("cart"), "main")),
        ALICE,
        "a new version");
  }
}
