package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.ledger.TestVolume;
import com.caiatech.afdp.schemas.plan.CommitSets;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.StepResult;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/// Five real ledgers with honest deployments of a real repository, to which a test does harm.
final class TestLedgers implements AutoCloseable {
  static final RepositoryName REPOSITORY = new RepositoryName("cart");

  final TestTrust trust = new TestTrust();
  final Map<Series, TestVolume> volumes = new EnumMap<>(Series.class);
  final SourceMirror source;
  private final Git git;
  private @Nullable RecordRef lastOpened;
  private @Nullable Plan lastPlan;
  private @Nullable CommitId served;
  private CommitId head;
  private long sequence;
  private long stories;

  TestLedgers(Path folder) throws Exception {
    for (Series series : Series.values()) {
      volumes.put(
          series, new TestVolume(folder.resolve(series.value() + ".git"), series, trust.worker));
    }
    volume(Series.TRUST_POLICY).add(trust.policy);
    git = Git.init().setInitialBranch("main").setDirectory(folder.resolve("cart").toFile()).call();
    head = commitSource("one");
    source = SourceMirror.reading(folder.resolve("cart"));
  }

  TestVolume volume(Series series) {
    return Objects.requireNonNull(volumes.get(series));
  }

  Sha256 pinned() {
    return TrustPolicy.digest(trust.policy);
  }

  List<GivenVolume> given() {
    return volumes.entrySet().stream()
        .map(it -> GivenVolume.of(it.getValue().name, it.getValue().repository))
        .toList();
  }

  Verification verify() {
    return LedgersVerifier.run(given(), pinned(), Map.of(REPOSITORY, source), line -> {});
  }

  CommitId commitSource(String text) throws Exception {
    Path file = git.getRepository().getWorkTree().toPath().resolve("page.txt");
    Files.writeString(file, text);
    git.add().addFilepattern("page.txt").call();
    PersonIdent author = new PersonIdent("Ada", "ada@afdp.invalid", TestTrust.NOW, ZoneOffset.UTC);
    head =
        new CommitId(
            git.commit()
                .setSign(false)
                .setMessage(text)
                .setAuthor(author)
                .setCommitter(author)
                .call()
                .name());
    return head;
  }

  /// What Alice proves that another deployer did.
  LedgerRecord reported(SubjectId subject, String externalId) {
    Header header =
        new Header(
            RecordKind.DEPLOYMENT_REPORT,
            subject,
            "reportDeployment-" + externalId,
            TestTrust.CART,
            TestTrust.NOW);
    AssertedDeployment asserted =
        new AssertedDeployment(
            REPOSITORY,
            null,
            head,
            null,
            ReportedStatus.SUCCEEDED,
            null,
            null,
            null,
            new AssertedDeployment.Deployer("argo-cd", externalId, null),
            TestTrust.ALICE,
            null);
    return LedgerRecord.of(
        header,
        trust.gateway.proven(
            header,
            RecordInput.of(asserted),
            TestTrust.NOW,
            TestTrust.authentication(TestTrust.NOW)));
  }

  /// A whole honest deployment of the repository's head.
  Story deployed() throws Exception {
    Story story = new Story();
    story.request();
    story.opened(head);
    story.go(story.check());
    story.step();
    story.closed();
    return story;
  }

  @Override
  public void close() {
    volumes.values().forEach(TestVolume::close);
    source.close();
    git.close();
  }

  /// Records of one deployment, each in a commit of its own.
  final class Story {
    /// Later ones have later moments, so that ids tell their order.
    final DeploymentId id = DeploymentId.create(TestTrust.NOW.plusMillis(++stories));

    final List<RecordRef> records = new ArrayList<>();

    Header header(RecordKind kind, String logicalStep) {
      return new Header(kind, id.subject(), logicalStep, TestTrust.CART, TestTrust.NOW);
    }

    RecordRef add(RecordKind kind, String logicalStep, RecordBody body) {
      return add(LedgerRecord.of(header(kind, logicalStep), body));
    }

    RecordRef add(LedgerRecord record) {
      TestVolume volume = volume(record.header().kind().series());
      RecordRef ref =
          new RecordRef(
              record.header().kind().series().firstVolume(),
              volume.size(),
              LedgerPath.of(record.header()).text(),
              record.tree().sha256());
      volume.add(record);
      records.add(ref);
      return ref;
    }

    void request() {
      Header header = header(RecordKind.DEPLOYMENT_REQUEST, LogicalStep.REQUEST);
      add(LedgerRecord.of(header, trust.proven(header)));
    }

    void opened(CommitId commit) {
      opened(commit, source.treeDigest(commit));
    }

    void opened(CommitId commit, Sha256 tree) {
      CommitId before = served;
      DeployedSource deployed =
          new DeployedSource(
              REPOSITORY,
              null,
              commit,
              tree,
              before,
              ((CommitSets.Complete) CommitSets.between(source, before, commit)).set(),
              before == null
                  ? null
                  : ((CommitSets.Complete) CommitSets.between(source, commit, before)).set());
      Plan plan =
          new Plan(
              Plan.VERSION,
              DeploymentType.DEPLOY,
              "rolling",
              Map.of(SourceRole.APPLICATION, deployed),
              List.of(),
              Sha256.ofUtf8("descriptor"),
              null,
              null,
              List.of(new PlanRule("staging-approval", 0)),
              List.of(
                  new PlanStep.Check(PlanStep.Check.PRE, "lint", 7_200_000),
                  new PlanStep.Start(1, 7_200_000)));
      served = commit;
      lastPlan = plan;
      lastOpened = openedAs(++sequence, lastOpened);
    }

    /// The last plan again.
    RecordRef openedAs(long number, @Nullable RecordRef because) {
      return add(
          RecordKind.MANIFEST_OPENED,
          LogicalStep.OPENED,
          DeploymentManifestOpened.of(
              number,
              Objects.requireNonNull(lastPlan),
              TestTrust.ALICE,
              records.getFirst(),
              because));
    }

    RecordRef check() {
      return add(
          RecordKind.CHECK_RESULT,
          LogicalStep.check(CheckStage.PRE, "lint"),
          TestTrust.checkResult("lint", CheckStatus.PASSED));
    }

    void go(RecordRef... because) {
      add(
          RecordKind.DEPLOYMENT_STEP,
          LogicalStep.GO,
          DeploymentStep.go(List.of(because), TestTrust.NOW));
    }

    void step() {
      add(
          RecordKind.DEPLOYMENT_STEP,
          LogicalStep.step(1),
          new DeploymentStep(
              1,
              "replace",
              StepResult.SUCCEEDED,
              List.of(new TrafficShare(id, 100)),
              List.of(),
              TestTrust.NOW,
              TestTrust.NOW,
              null));
    }

    void closed() {
      add(
          RecordKind.MANIFEST_CLOSED,
          LogicalStep.CLOSED,
          DeploymentManifestClosed.succeeded(
              1, List.of(new TrafficShare(id, 100)), lastOpened, List.copyOf(records)));
    }
  }
}
