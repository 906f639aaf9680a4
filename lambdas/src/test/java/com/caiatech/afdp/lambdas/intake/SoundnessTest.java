package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.APPROVALS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static com.caiatech.afdp.lambdas.testing.ShopRecords.ALICE;
import static com.caiatech.afdp.lambdas.testing.ShopRecords.RULE;
import static com.caiatech.afdp.lambdas.testing.ShopRecords.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.ShopRecords;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.record.Series;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What trusted records of a deployment say together, and that the graph tells what is wrong with
/// it. The records are signed by the worker's key, as a thief of it can.
class SoundnessTest {
  private static final PersonId BOB = new PersonId("p_" + "b".repeat(32));
  private static final PersonId BOBS_OTHER_ID = new PersonId("p_" + "c".repeat(32));
  private static final Instant RULES = NOW.plusSeconds(2);
  private static final String FINDINGS =
      """
      MATCH (d:Deployment)-[f:FOUND|FOUND_WAS]->(v:Violation)-[:ABOUT]->(r:Record)
      RETURN v.kind + ' ' + v.path + ' ' + toString(f.since) + ' '
        + coalesce(toString(f.until), '-') + ' ' + r.verdict AS text ORDER BY text
      """;

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final Projection projection = platform.projection();
  private final DeploymentId id = DeploymentId.create(NOW);
  private final Map<Series, Long> sizes = new EnumMap<>(Series.class);
  private Instant now = RULES;

  @BeforeEach
  void publishPolicy() throws Exception {
    platform.publishPolicy();
  }

  @Test
  void aManifestThatNobodyAskedForIsUnsound() throws Exception {
    RecordRef nothing =
        new RecordRef(
            Series.DEPLOYMENT_MANIFESTS.firstVolume(), 0, "nothing", Sha256.ofUtf8("nothing"));
    RecordRef opened = write(opened(id, plan(1, 0), nothing));
    project();
    expectUnsound(opened, now, "dangling-reference");
  }

  @Test
  void anApprovedDigestOverOtherCommitsIsUnsound() throws Exception {
    RecordRef request = write(request(id));
    DeploymentManifestOpened honest = manifest(plan(1, 0), request);
    RecordRef opened =
        write(
            record(
                id,
                RecordKind.MANIFEST_OPENED,
                LogicalStep.OPENED,
                new DeploymentManifestOpened(
                    1, plan(2, 0), honest.planSha256(), ALICE, request, null, null, null)));
    project();
    expectUnsound(opened, now, "plan-mismatch");
  }

  @Test
  void aPlanThatAsksForNoApprovalWhereThePolicyDoesIsUnsoundWithItsLeaveToGo() throws Exception {
    platform.publishApprovals(RULES, 1, List.of());
    RecordRef opened = write(opened(id, plan(1, 0), write(request(id))));
    project();
    expectSound();
    write(go(id));
    project();
    expectUnsound(opened, now, "missing-approval");
  }

  @Test
  void approvalsByTwoIdentitiesOfOneOwnerAreOneAndTheDeploymentIsUnsound() throws Exception {
    Owner bob =
        new Owner(
            "bob",
            List.of(BOB, BOBS_OTHER_ID),
            List.of(IndexRange.all(Series.DEPLOYMENT_MANIFESTS.firstVolume())));
    platform.publishApprovals(RULES, 2, List.of(bob));
    projection.project(POLICIES);
    RecordRef request = write(request(id));
    Plan plan = plan(1, 2);
    RecordRef opened = write(opened(id, plan, request));
    Sha256 digest = manifest(plan, request).planSha256();
    RecordRef first = write(approval(BOB, digest));
    RecordRef second = write(approval(BOBS_OTHER_ID, digest));
    write(go(id, first, second));

    projection.project(MANIFESTS);
    assertThat(platform.digest().pending()).as("the range and two approvals").isEqualTo(3);
    assertThat(soundness().get("records")).isEqualTo("PENDING");
    assertThat(platform.texts(FINDINGS)).isEmpty();
    projection.project(APPROVALS);

    assertThat(platform.digest().pending()).isEqualTo(1);
    expectUnsound(opened, now, "missing-approval");
  }

  @Test
  void aPolicyThatAsksForMoreMakesWhatWasSoundUnsoundFromItsOwnTimeOn() throws Exception {
    RecordRef opened = write(opened(id, plan(1, 0), write(request(id))));
    write(go(id));
    project();
    expectSound();

    Instant later = now.plusSeconds(60);
    platform.publishApprovals(later, 1, List.of());
    projection.project(POLICIES);

    assertThat(violations()).as("missing-approval, and nothing of the policy").isEqualTo(1);
    expectUnsound(opened, later, "missing-approval");
    assertThat(soundness(later.minusMillis(1)).get("records")).isEqualTo("SOUND");
    assertThat(soundness(later).get("records")).isEqualTo("UNSOUND");
  }

  @Test
  void aSecondManifestOfASequenceIsUnsoundAndTheFirstIsNot() throws Exception {
    DeploymentId second = DeploymentId.create(NOW);
    write(opened(id, plan(1, 0), write(request(id))));
    RecordRef repeated = write(opened(second, plan(1, 0), write(request(second))));
    project();

    assertThat(soundness().get("records")).isEqualTo("SOUND");
    assertThat(platform.texts(FINDINGS))
        .containsExactly(finding("sequence-repeated", repeated, now));
    expectSameRebuilt();
  }

  @Test
  void aRollbackOverOtherCommitsThanThoseOfItsTargetIsUnsound() throws Exception {
    DeploymentId target = DeploymentId.create(NOW);
    RecordRef before = write(opened(target, plan(1, 0), write(request(target))));
    RecordRef request = write(rollbackTo(target));
    RecordRef opened =
        write(
            record(
                id,
                RecordKind.MANIFEST_OPENED,
                LogicalStep.OPENED,
                DeploymentManifestOpened.of(
                    2, plan(DeploymentType.ROLLBACK, 2, 0), ALICE, request, before)));
    project();
    expectUnsound(opened, now, "other-commits");
  }

  @Test
  void whatIsFoundIsCountedOnceHoweverOftenItIsJudged() throws Exception {
    RecordRef nothing =
        new RecordRef(
            Series.DEPLOYMENT_MANIFESTS.firstVolume(), 0, "nothing", Sha256.ofUtf8("nothing"));
    RecordRef opened = write(opened(id, plan(1, 0), nothing));
    project();
    assertThat(violations()).as("dangling-reference").isEqualTo(1);

    write(go(id));
    project();
    assertThat(violations()).isEqualTo(1);

    write(
        record(
            id,
            RecordKind.MANIFEST_CLOSED,
            LogicalStep.CLOSED,
            DeploymentManifestClosed.succeeded(1, List.of(), opened, List.of(opened))));
    project();
    assertThat(violations()).as("and unnamed-record").isEqualTo(2);
    assertThat(platform.texts(FINDINGS)).hasSize(2);
  }

  private long violations() {
    return platform.counters().of(CounterNames.VIOLATIONS);
  }

  private LedgerRecord rollbackTo(DeploymentId target) {
    return request(id, DeploymentRequest.rollback(target, ALICE, "it fails"));
  }

  private void expectSound() {
    assertThat(platform.texts(FINDINGS)).isEmpty();
    assertThat(soundness().get("records")).isEqualTo("SOUND");
  }

  private void expectUnsound(RecordRef opened, Instant since, String kind) {
    assertThat(platform.texts(FINDINGS)).containsExactly(finding(kind, opened, since));
    assertThat(soundness().get("records")).isEqualTo("UNSOUND");
    expectSameRebuilt();
  }

  private static String finding(String kind, RecordRef about, Instant since) {
    return kind + " " + about.path() + " " + since.toEpochMilli() + " - trusted";
  }

  private Row soundness() {
    return soundness(null);
  }

  /// What a query answers.
  private Row soundness(@Nullable Instant asOf) {
    GraphQueries queries = new GraphQueries(platform.driver(), Neo4jFixture.PATIENT);
    Selection asked =
        Selection.byId(
            "deployment",
            id.value(),
            List.of(
                Selection.of(
                    "soundness",
                    Selection.of("records"),
                    Selection.of("sources"),
                    Selection.of("findings", Selection.of("kind"), Selection.of("reason")))));
    if (asOf != null) {
      asked =
          new Selection(
              asked.key(),
              asked.name(),
              Map.of("id", id.value(), "asOf", asOf),
              asked.types(),
              asked.fields());
    }
    Row deployment = (Row) Objects.requireNonNull(queries.fetch(asked));
    return (Row) Objects.requireNonNull(deployment.get("soundness"));
  }

  private void project() {
    List.of(POLICIES, APPROVALS, MANIFESTS).forEach(projection::project);
  }

  private void expectSameRebuilt() {
    List<PushSource> all = List.of(POLICIES, SHOP, APPROVALS, MANIFESTS);
    all.forEach(projection::project);
    projection.resolveRanges();
    GraphDigest grown = platform.digest();
    platform.clearGraph();
    all.reversed().forEach(projection::project);
    projection.resolveRanges();
    assertThat(platform.digest()).as("in another order").isEqualTo(grown);
    platform.stop(projection);
    assertThat(platform.rebuild()).isEqualTo(grown);
  }

  /// Writes a record in a commit of its own.
  private RecordRef write(LedgerRecord record) throws Exception {
    now = now.plusSeconds(1);
    Series series = record.header().kind().series();
    LedgerFixture ledger = series == Series.APPROVALS ? platform.approvals() : platform.manifests();
    ledger.add(WORKER, now, record);
    long index = sizes.merge(series, 1L, Long::sum) - 1;
    return new RecordRef(
        series.firstVolume(), index, LedgerPath.of(record.header()).text(), record.tree().sha256());
  }

  private Plan plan(int commit, int approvals) {
    return plan(DeploymentType.DEPLOY, commit, approvals);
  }

  private Plan plan(DeploymentType type, int commit, int approvals) {
    return new Plan(
        Plan.VERSION,
        type,
        "rolling",
        Map.of(
            SourceRole.APPLICATION,
            platform.records().source(commit, null, Sha256.ofUtf8("shipped"))),
        List.of(),
        Sha256.ofUtf8("descriptor"),
        null,
        null,
        List.of(new PlanRule(RULE, approvals)),
        List.of(new PlanStep.Start(1, 7_200_000)));
  }

  private static DeploymentManifestOpened manifest(Plan plan, RecordRef request) {
    return DeploymentManifestOpened.of(1, plan, ALICE, request, null);
  }

  private static LedgerRecord opened(DeploymentId deployment, Plan plan, RecordRef request) {
    return record(
        deployment, RecordKind.MANIFEST_OPENED, LogicalStep.OPENED, manifest(plan, request));
  }

  private static LedgerRecord request(DeploymentId deployment) {
    return request(
        deployment,
        DeploymentRequest.deploy(
            Map.of(SourceRole.APPLICATION, new RequestedSource(ShopRecords.SHOP, "main")),
            ALICE,
            "release"));
  }

  private static LedgerRecord request(DeploymentId deployment, DeploymentRequest asked) {
    return PlatformFixture.proven(
        new Header(
            RecordKind.DEPLOYMENT_REQUEST, deployment.subject(), LogicalStep.REQUEST, SCOPE, NOW),
        asked);
  }

  private LedgerRecord approval(PersonId person, Sha256 plan) {
    return PlatformFixture.approval(
        id, LogicalStep.of(Action.APPROVE_DEPLOYMENT, RequestId.create(NOW)), person, plan);
  }

  private static LedgerRecord go(DeploymentId deployment, RecordRef... because) {
    return record(
        deployment,
        RecordKind.DEPLOYMENT_STEP,
        LogicalStep.GO,
        DeploymentStep.go(List.of(because), NOW));
  }

  private static LedgerRecord record(
      DeploymentId deployment, RecordKind kind, String step, RecordBody body) {
    return LedgerRecord.of(new Header(kind, deployment.subject(), step, SCOPE, NOW), body);
  }
}
