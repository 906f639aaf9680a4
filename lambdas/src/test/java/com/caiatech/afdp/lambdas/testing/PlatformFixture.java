package com.caiatech.afdp.lambdas.testing;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.rebuild.Rebuild;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.neo4j.driver.Driver;

/// A platform with three volumes, the source repository `shop` of three commits, an empty graph and
/// a projection. One a test; its folder is deleted after it.
public final class PlatformFixture implements AfterEachCallback {
  public static final Instant NOW = ShopRecords.NOW;
  public static final String NAME = "afdp-test";
  public static final OpenPgpSecretKey ROOT = key("root");
  public static final OpenPgpSecretKey WORKER = key("worker");
  public static final OpenPgpSecretKey STRANGER = key("stranger");
  public static final PushSource MANIFESTS =
      new PushSource.Ledger(Series.DEPLOYMENT_MANIFESTS.firstVolume());
  public static final PushSource APPROVALS = new PushSource.Ledger(Series.APPROVALS.firstVolume());
  public static final PushSource POLICIES =
      new PushSource.Ledger(Series.TRUST_POLICY.firstVolume());
  public static final PushSource SHOP = new PushSource.Source(ShopRecords.SHOP);

  /// Matches the violations of entries and hosts. The deployments of {@link ShopRecords} name no
  /// request that there is, which the verdict on each finds.
  public static final String VIOLATIONS =
      "MATCH (v:Violation) WHERE NOT EXISTS { (v)<-[:FOUND|FOUND_WAS]-() } ";

  private static final Duration DIGEST_LIMIT = Duration.ofMinutes(1);
  private static final Ed25519SigningKey GATEWAY = Ed25519SigningKey.generate();
  private static final LedgerRecord POLICY =
      FirstPolicy.of(
          ROOT,
          WORKER.publicKey(),
          GATEWAY.verifyingKey(),
          NAME,
          FirstPolicy.rules(ShopRecords.RULE, "staging", 0),
          SubjectId.create(NOW),
          NOW);

  private final Neo4jFixture neo4j = Neo4jFixture.shared();
  private final Counters counters = new Counters();
  private final List<Projection> projections = new ArrayList<>();
  private final Path folder;
  private final LedgerFixture manifests;
  private final LedgerFixture approvals;
  private final LedgerFixture policies;
  private final StockGit shop;
  private final ShopRecords records;

  public PlatformFixture() {
    neo4j.clear();
    try {
      folder = Files.createTempDirectory("afdp-platform");
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    manifests = ledger(Series.DEPLOYMENT_MANIFESTS);
    approvals = ledger(Series.APPROVALS);
    policies = ledger(Series.TRUST_POLICY);
    shop = new StockGit(folder.resolve("shop"));
    records = ShopRecords.of(shop.folder(), history(shop));
    new PlatformFile(platformFile())
        .replace(
            new Platform(
                NAME,
                List.of(),
                List.of(manifests.volume(), approvals.volume(), policies.volume()),
                List.of(
                    new Platform.SourceRepository(ShopRecords.SHOP, shop.folder().toUri(), "main")),
                List.of()));
    Pepper.readOrGenerate(folder.resolve("pepper"));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    projections.forEach(Projection::close);
    FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY);
  }

  /// Where everything but the graph lies.
  public Path folder() {
    return folder;
  }

  /// Where the projection tells which repositories are registered.
  public Path registeredFile() {
    return folder.resolve("registered.json");
  }

  public Path platformFile() {
    return folder.resolve("platform.json");
  }

  public LedgerFixture manifests() {
    return manifests;
  }

  public LedgerFixture approvals() {
    return approvals;
  }

  public LedgerFixture policies() {
    return policies;
  }

  public StockGit shop() {
    return shop;
  }

  /// Records about the commits that the repository `shop` has from the beginning.
  public ShopRecords records() {
    return records;
  }

  /// Records two deployments of `shop` in one commit, the second of which follows the first.
  public void openTwo(DeploymentId first, DeploymentId second, Instant recordedAt)
      throws IOException {
    manifests.add(
        WORKER, recordedAt, records.opened(first, 1), records.opened(second, first, 3, 1));
  }

  public Counters counters() {
    return counters;
  }

  public ProjectionConfiguration configuration() {
    return configuration(folder.resolve("evidence"));
  }

  /// A projection as a new process has it.
  public Projection projection() {
    return kept(new Projection(configuration(), counters));
  }

  /// A projection as a new process has it, which reaches the graph at another address.
  public Projection projection(URI bolt) {
    return kept(new Projection(configuration(bolt), counters));
  }

  /// A projection as a new process has it, which fetches where the function says.
  public Projection projection(Function<PushSource, Optional<URI>> address) {
    return kept(new Projection(configuration(), counters, address));
  }

  /// A projection as a new process on another machine has it, with evidence of its own.
  public Projection projectionElsewhere() {
    return kept(new Projection(configuration(folder.resolve("evidence-elsewhere")), counters));
  }

  /// Ends a projection as its process ends.
  public void stop(Projection projection) {
    projections.remove(projection);
    projection.close();
  }

  /// Adds the first policy to its volume.
  public void publishPolicy() throws IOException {
    policies.add(WORKER, NOW.plusSeconds(1), POLICY);
  }

  /// Adds the second policy, which is the first with other grants.
  public void publishGrants(Instant recordedAt, List<Grant> grants) throws IOException {
    publishSecond(recordedAt, grants, policy().owners(), policy().approvalRules());
  }

  /// Adds the second policy, which is the first with so many approvals, and these owners of person
  /// ids.
  public void publishApprovals(Instant recordedAt, int minimum, List<Owner> owners)
      throws IOException {
    publishSecond(
        recordedAt,
        policy().grants(),
        owners,
        FirstPolicy.rules(ShopRecords.RULE, ShopRecords.SCOPE.environmentText(), minimum));
  }

  private void publishSecond(
      Instant recordedAt, List<Grant> grants, List<Owner> owners, List<ApprovalRule> approvalRules)
      throws IOException {
    publish(policies, recordedAt, 2, grants, owners, approvalRules);
  }

  /// Adds a policy to a volume, which is the first with other grants.
  public void publish(LedgerFixture volume, Instant recordedAt, long version, List<Grant> grants)
      throws IOException {
    publish(volume, recordedAt, version, grants, policy().owners(), policy().approvalRules());
  }

  private static void publish(
      LedgerFixture volume,
      Instant recordedAt,
      long version,
      List<Grant> grants,
      List<Owner> owners,
      List<ApprovalRule> approvalRules)
      throws IOException {
    Policy first = policy();
    Policy next =
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
            List.of());
    volume.add(
        WORKER,
        recordedAt,
        signed(RecordKind.POLICY, LogicalStep.policy(version), next, recordedAt, ROOT));
  }

  /// Opens the volume that follows another, which ends with so many entries, and adds the second
  /// policy, which is the first with grants there.
  public LedgerFixture openSuccessor(LedgerFixture before, long finalSize, Instant recordedAt)
      throws IOException {
    VolumeName name = before.volume().name().next();
    SuccessorVolume opened =
        new SuccessorVolume(
            name,
            before.volume().series(),
            finalSize,
            Sha256.ofUtf8("the projection does not compare it"),
            before.head(),
            List.of());
    policies.add(
        WORKER,
        recordedAt,
        signed(RecordKind.VOLUME, LogicalStep.volume(name), opened, recordedAt, ROOT),
        signed(RecordKind.POLICY, LogicalStep.policy(2), policy().opening(name), recordedAt, ROOT));
    return configured(ledger(name));
  }

  /// Has the trust policy go on in another volume, which begins with the second policy.
  ///
  /// @param end the last commit of the first volume that counts
  /// @param root signs the two records
  public LedgerFixture openPolicySuccessor(CommitId end, Instant recordedAt, OpenPgpSecretKey root)
      throws IOException {
    VolumeName name = policies.volume().name().next();
    LedgerVerification before =
        LedgerVerification.run(policies.reader().at(end), TrustPolicy.nobody(), commit -> {});
    SuccessorVolume opened =
        new SuccessorVolume(
            name, Series.TRUST_POLICY, before.end().size(), before.root(), end, List.of());
    LedgerFixture successor = ledger(name);
    successor.add(
        WORKER,
        recordedAt,
        signed(RecordKind.VOLUME, LogicalStep.volume(name), opened, recordedAt, root),
        signed(RecordKind.POLICY, LogicalStep.policy(2), policy().opening(name), recordedAt, root));
    return configured(successor);
  }

  private LedgerFixture configured(LedgerFixture successor) {
    PlatformFile file = new PlatformFile(platformFile());
    Platform known = file.current();
    List<Platform.Volume> volumes = new ArrayList<>(known.volumes());
    volumes.add(successor.volume());
    file.replace(known.withVolumes(volumes));
    return successor;
  }

  private static LedgerRecord signed(
      RecordKind kind, String logicalStep, RootSigned body, Instant moment, OpenPgpSecretKey root) {
    Header header =
        new Header(kind, POLICY.header().subject(), logicalStep, Scope.global(), moment);
    return PolicySigner.sign(LedgerRecord.of(header, body), root);
  }

  /// The policy that grants and proves all that an honest platform does.
  public static Policy policy() {
    return (Policy) POLICY.body();
  }

  /// A gateway whose proofs the policy takes.
  public static GatewayProver gateway() {
    return new GatewayProver(GATEWAY, NAME);
  }

  /// An approval of the deployment, which alice decided on.
  public static LedgerRecord approval(DeploymentId deployment, String step) {
    return approval(deployment, step, ShopRecords.ALICE, Sha256.ofUtf8("plan"));
  }

  /// An approval of the plan with that digest.
  public static LedgerRecord approval(
      DeploymentId deployment, String step, PersonId person, Sha256 plan) {
    return proven(
        new Header(
            RecordKind.APPROVAL_DECISION, deployment.subject(), step, ShopRecords.SCOPE, NOW),
        new ApprovalDecision(
            Decision.APPROVED, person, "release-manager", plan, ShopRecords.RULE, null, null));
  }

  /// A record that a person caused, with the gateway's proof.
  public static LedgerRecord proven(Header header, PersonCaused body) {
    return proven(header, body, "deployer");
  }

  /// The same by somebody with that role.
  public static LedgerRecord proven(Header header, PersonCaused body, String role) {
    return LedgerRecord.of(
        header,
        gateway()
            .proven(
                header,
                RecordInput.of(body),
                NOW,
                new GatewayProver.Authentication("local", "alice", NOW, List.of(role))));
  }

  /// Adds what a person causes to the manifests, as a subject of its own.
  ///
  /// @param role absent for a record without intent, as whoever has the worker's key can make it
  public void addCaused(Instant recordedAt, Scope scope, PersonCaused body, @Nullable String role)
      throws IOException {
    RequestId id = RequestId.create(NOW);
    Header header =
        new Header(
            RecordKind.of(body),
            new SubjectId(id.uuid()),
            LogicalStep.of(PersonAction.of(body).action(), id),
            scope,
            NOW);
    manifests.add(
        WORKER,
        recordedAt,
        role == null ? LedgerRecord.of(header, RecordInput.of(body)) : proven(header, body, role));
  }

  public GraphDigest digest() {
    return GraphDigest.compute(neo4j.driver(), DIGEST_LIMIT);
  }

  /// The digest of the graph that is built anew.
  public GraphDigest rebuild() {
    clearGraph();
    return Rebuild.run(configuration(), source -> Optional.empty(), progress -> {}, DIGEST_LIMIT);
  }

  /// Empties the graph, as before a rebuild.
  public void clearGraph() {
    neo4j.clear();
  }

  /// The graph.
  public Driver driver() {
    return neo4j.driver();
  }

  /// The column `text` of a query.
  public List<String> texts(String statement) {
    return neo4j.driver().executableQuery(statement).execute().records().stream()
        .map(row -> row.get("text").asString())
        .toList();
  }

  /// Makes a repository unreachable.
  public void moveAway(Path repository) throws IOException {
    Files.move(repository, hidden(repository));
  }

  /// Makes it reachable again.
  public void moveBack(Path repository) throws IOException {
    Files.move(hidden(repository), repository);
  }

  private Path hidden(Path repository) {
    return folder.resolve("away-" + repository.getFileName());
  }

  /// The settings of a process that reaches the graph at another address.
  public ProjectionConfiguration configuration(URI bolt) {
    return configuration(folder.resolve("evidence"), bolt);
  }

  private ProjectionConfiguration configuration(Path evidence) {
    return configuration(evidence, neo4j.boltUri());
  }

  private ProjectionConfiguration configuration(Path evidence, URI bolt) {
    return new ProjectionConfiguration(
        platformFile(),
        evidence,
        new ProjectionConfiguration.Bolt(bolt, neo4j.user(), neo4j.password()),
        TrustPolicy.digest(POLICY),
        folder.resolve("pepper"),
        folder.resolve("people"),
        null,
        registeredFile());
  }

  private Projection kept(Projection projection) {
    projections.add(projection);
    return projection;
  }

  private LedgerFixture ledger(Series series) {
    return ledger(series.firstVolume());
  }

  private LedgerFixture ledger(VolumeName name) {
    return new LedgerFixture(folder.resolve(name + ".git"), name);
  }

  private static List<CommitId> history(StockGit git) {
    List<CommitId> commits = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      git.write("src/ä" + i + ".txt", "line\n".repeat(i + 1));
      commits.add(git.commit("Commit " + i + "\n\nbody"));
    }
    return commits;
  }

  private static OpenPgpSecretKey key(String name) {
    return OpenPgpSecretKey.generate(
        "AFDP " + name + " <" + name + "@afdp.invalid>", Instant.parse("2025-12-01T00:00:00Z"));
  }
}
