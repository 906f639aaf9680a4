package com.caiatech.afdp.lambdas.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.rebuild.Rebuild;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.CommitSet;
import com.caiatech.afdp.schemas.record.DeployedSource;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentType;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SourceRole;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.source.CommitRange;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ProjectionTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00.000Z");
  private static final OpenPgpSecretKey ROOT = key("root");
  private static final OpenPgpSecretKey WORKER = key("worker");
  private static final Policy POLICY =
      FirstPolicy.of(
          ROOT, WORKER.publicKey(), Ed25519SigningKey.generate().verifyingKey(), "afdp-test");
  private static final RepositoryName SHOP = new RepositoryName("shop");
  private static final Scope SCOPE =
      Scope.of(new EnvironmentName("staging"), new ServiceName("shop"));
  private static final PushSource MANIFESTS =
      new PushSource.Ledger(Series.DEPLOYMENT_MANIFESTS.firstVolume());
  private static final PushSource POLICIES =
      new PushSource.Ledger(Series.TRUST_POLICY.firstVolume());

  @TempDir @Nullable Path folder;
  private final Counters counters = new Counters();
  private final List<CommitId> commits = new ArrayList<>();
  private @Nullable ProjectionConfiguration configuration;
  private @Nullable Projection projection;
  private @Nullable LedgerFixture manifests;
  private @Nullable LedgerFixture policies;

  @BeforeEach
  void platform() throws Exception {
    NEO4J.clear();
    Path root = root();
    manifests = new LedgerFixture(root.resolve("manifests.git"), Series.DEPLOYMENT_MANIFESTS);
    policies = new LedgerFixture(root.resolve("policies.git"), Series.TRUST_POLICY);
    makeSource(root.resolve("shop"));
    new PlatformFile(root.resolve("platform.json"))
        .replace(
            new Platform(
                "afdp-test",
                List.of(),
                List.of(
                    volume(Series.DEPLOYMENT_MANIFESTS, manifests),
                    volume(Series.TRUST_POLICY, policies)),
                List.of(new Platform.SourceRepository(SHOP, root.resolve("shop").toUri(), "main")),
                List.of()));
    Pepper.readOrGenerate(root.resolve("pepper"));
    configuration =
        new ProjectionConfiguration(
            root.resolve("platform.json"),
            root.resolve("evidence"),
            new ProjectionConfiguration.Bolt(NEO4J.boltUri(), NEO4J.user(), NEO4J.password()),
            TrustPolicy.digest(POLICY),
            root.resolve("pepper"),
            root.resolve("people"));
    projection = new Projection(configuration, counters);
  }

  @AfterEach
  void close() {
    projection().close();
  }

  @Test
  void whatWasDeployedLeadsToItsCommitsAndARebuildGivesTheSameDigest() throws Exception {
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    addPolicy();
    manifests().add(WORKER, NOW.plusSeconds(2), opened(first, null, 1, null));
    manifests().add(WORKER, NOW.plusSeconds(3), opened(second, first, 3, 1));

    projection().project(MANIFESTS);
    projection().project(POLICIES);
    projection().project(new PushSource.Source(SHOP));
    projection().project(MANIFESTS);

    assertThat(texts("MATCH (v:Violation) RETURN v.kind + ': ' + v.reason AS text")).isEmpty();
    assertThat(
            texts(
                "MATCH (d:Deployment)-[r:DEPLOYED]->() RETURN d.deploymentId + ' ' + r.rangeState"
                    + " AS text ORDER BY text"))
        .containsExactly(first + " COMPLETE", second + " COMPLETE");
    assertThat(
            texts(
                "MATCH (d:Deployment)-[:SHIPPED]->(c:Commit)-[t:TOUCHED]->(f:File)"
                    + " RETURN c.subject + ' ' + f.path + ' +' + t.added AS text ORDER BY text"))
        .containsExactly("Commit 2 src/ä2.txt +3", "Commit 3 src/ä3.txt +4");
    assertThat(texts("MATCH (c:Commit) WHERE c.authorName CONTAINS 'Ann' RETURN c.sha AS text"))
        .isEmpty();
    assertThat(texts("MATCH (p:Person) RETURN p.personId AS text")).hasSize(2);
    GraphDigest grown = GraphDigest.compute(NEO4J.driver());
    assertThat(grown.pending()).isZero();

    projection().close();
    NEO4J.clear();
    GraphDigest rebuilt = Rebuild.run(configuration(), source -> Optional.empty(), progress -> {});
    assertThat(rebuilt).isEqualTo(grown);
  }

  @Test
  void anUnsignedRecordBecomesAViolationAndLaterGoodOnesStillProject() throws Exception {
    DeploymentId bad = DeploymentId.create(NOW);
    DeploymentId good = DeploymentId.create(NOW.plusSeconds(1));
    addPolicy();
    manifests().add(null, NOW.plusSeconds(2), opened(bad, null, 1, null));
    manifests()
        .add(
            WORKER,
            NOW.plusSeconds(3),
            Map.of(path(good, "junk"), "{\"a\": 1}".getBytes(StandardCharsets.UTF_8)));
    manifests().add(WORKER, NOW.plusSeconds(4), opened(good, null, 1, null));

    projection().project(MANIFESTS);

    assertThat(texts("MATCH (v:Violation)-[:ABOUT]->(r:Record) RETURN v.kind AS text"))
        .containsExactlyInAnyOrder("unsigned", "not-canonical");
    assertThat(texts("MATCH (d:Deployment) RETURN d.deploymentId AS text"))
        .containsExactly(good.value());
    assertThat(counters.of(CounterNames.VIOLATIONS)).isEqualTo(2);
    assertThat(counters.of(CounterNames.ENTRIES)).isEqualTo(3);
  }

  @Test
  void aRewrittenLedgerEndsAtItsLastGoodCommitAndTheRefusedHeadStaysInEvidence() throws Exception {
    DeploymentId before = DeploymentId.create(NOW);
    addPolicy();
    CommitId lastGood = manifests().add(WORKER, NOW.plusSeconds(2), opened(before, null, 1, null));
    projection().project(POLICIES);
    projection().project(MANIFESTS);
    DeploymentId forged = DeploymentId.create(NOW.plusSeconds(9));
    CommitId refused =
        manifests().rewrite(WORKER, NOW.plusSeconds(10), opened(forged, null, 1, null));

    projection().project(MANIFESTS);
    projection().project(MANIFESTS);

    assertThat(texts("MATCH (v:Violation) RETURN v.kind AS text"))
        .containsExactly("rewritten-history");
    assertThat(
            texts(
                "MATCH (l:Ledger {series: 'deployment-manifests'})"
                    + " RETURN l.head + ' ' + l.ended AS text"))
        .containsExactly(lastGood + " true");
    assertThat(texts("MATCH (d:Deployment) RETURN d.deploymentId AS text"))
        .containsExactly(before.value());
    Path mirror = root().resolve("evidence/ledgers/deployment-manifests.git");
    try (Git git = Git.open(mirror.toFile())) {
      assertThat(git.getRepository().exactRef("refs/afdp/refused/" + refused)).isNotNull();
    }
    GraphDigest grown = GraphDigest.compute(NEO4J.driver());
    projection().close();
    NEO4J.clear();
    assertThat(Rebuild.run(configuration(), source -> Optional.empty(), progress -> {}).sha256())
        .isEqualTo(grown.sha256());
  }

  @Test
  void aShippedSetThatTheRepositoryDoesNotGiveIsAMismatch() throws Exception {
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    addPolicy();
    manifests().add(WORKER, NOW.plusSeconds(2), opened(second, first, 2, 1, Sha256.ofUtf8("lie")));

    projection().project(MANIFESTS);

    assertThat(texts("MATCH ()-[r:DEPLOYED]->() RETURN r.rangeState AS text"))
        .containsExactly("MISMATCH");
    assertThat(texts("MATCH (v:Violation)-[:ABOUT]->() RETURN v.kind AS text"))
        .containsExactly("range-mismatch");
  }

  private void addPolicy() throws Exception {
    SubjectId subject = SubjectId.create(NOW);
    LedgerRecord record =
        new LedgerRecord(
            new Header(RecordKind.POLICY, subject, "policy-1", Scope.global(), NOW), POLICY);
    policies().add(WORKER, NOW.plusSeconds(1), record);
  }

  private LedgerRecord opened(
      DeploymentId id, @Nullable DeploymentId previous, int commit, @Nullable Integer base) {
    List<CommitId> shipped =
        base == null ? List.of() : commits.subList(base, commit).stream().sorted().toList();
    return opened(id, previous, commit, base, CommitRange.digestOf(shipped));
  }

  private LedgerRecord opened(
      DeploymentId id,
      @Nullable DeploymentId previous,
      int commit,
      @Nullable Integer base,
      Sha256 shippedSet) {
    long count = base == null ? commit : commit - base;
    DeployedSource source =
        new DeployedSource(
            SHOP,
            commits.get(commit - 1),
            Sha256.ofUtf8("tree"),
            base == null ? null : commits.get(base - 1),
            new CommitSet(count, shippedSet),
            base == null ? null : new CommitSet(0, CommitRange.digestOf(List.of())));
    RecordRef request =
        new RecordRef(Series.DEPLOYMENT_MANIFESTS, path(id, "request"), Sha256.ofUtf8("request"));
    return new LedgerRecord(
        new Header(RecordKind.MANIFEST_OPENED, id.subject(), "opened", SCOPE, NOW),
        new DeploymentManifestOpened(
            DeploymentType.DEPLOY,
            "rolling",
            commit,
            Map.of(SourceRole.APPLICATION, source),
            List.of(),
            Sha256.ofUtf8("descriptor"),
            Sha256.ofUtf8("plan"),
            0,
            new PersonId("p_" + "a".repeat(32)),
            request,
            null,
            previous,
            null));
  }

  private static String path(DeploymentId id, String step) {
    return com.caiatech.afdp.schemas.ledger.LedgerPath.of(
            new Header(RecordKind.DEPLOYMENT_REQUEST, id.subject(), step, SCOPE, NOW))
        .text();
  }

  private void makeSource(Path work) throws Exception {
    try (Git git = Git.init().setDirectory(work.toFile()).setInitialBranch("main").call()) {
      for (int i = 1; i <= 3; i++) {
        Path file = work.resolve("src/ä" + i + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "line\n".repeat(i + 1));
        git.add().addFilepattern(".").call();
        PersonIdent author =
            new PersonIdent("Ann", "Ann@example.org", NOW, java.time.ZoneOffset.UTC);
        commits.add(
            new CommitId(
                git.commit()
                    .setMessage("Commit " + i + "\n\nbody")
                    .setAuthor(author)
                    .setCommitter(author)
                    .setSign(false)
                    .call()
                    .name()));
      }
    }
  }

  private static Platform.Volume volume(Series series, LedgerFixture ledger) {
    return new Platform.Volume(series.firstVolume(), series, ledger.uri());
  }

  private static OpenPgpSecretKey key(String name) {
    return OpenPgpSecretKey.generate(
        "AFDP " + name + " <" + name + "@afdp.invalid>", Instant.parse("2025-12-01T00:00:00Z"));
  }

  private static List<String> texts(String statement) {
    return NEO4J.driver().executableQuery(statement).execute().records().stream()
        .map(row -> row.get("text").asString())
        .toList();
  }

  private Path root() {
    return java.util.Objects.requireNonNull(folder);
  }

  private Projection projection() {
    return java.util.Objects.requireNonNull(projection);
  }

  private ProjectionConfiguration configuration() {
    return java.util.Objects.requireNonNull(configuration);
  }

  private LedgerFixture manifests() {
    return java.util.Objects.requireNonNull(manifests);
  }

  private LedgerFixture policies() {
    return java.util.Objects.requireNonNull(policies);
  }
}
