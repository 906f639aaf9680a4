package com.caiatech.afdp.schemas.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubjectVerifierTest {
  private static final PersonId BOBS_OTHER_ID = new PersonId("p_" + "c".repeat(32));
  private static final Scope PRODUCTION =
      Scope.of(new EnvironmentName("production"), new ServiceName("cart"));
  private static final List<IndexRange> MANIFESTS =
      List.of(IndexRange.all(Series.DEPLOYMENT_MANIFESTS.firstVolume()));

  private final TestTrust trust = new TestTrust();
  private final ReadSoFar ledger = new ReadSoFar();
  private final DeploymentStory story =
      new DeploymentStory(ledger, DeploymentId.create(TestTrust.NOW));

  @Test
  void a_deployment_that_names_what_it_needs_is_sound_at_every_moment() {
    story.whole();
    for (int size = 0; size <= story.records.size(); size++) {
      SubjectVerdict verdict = verdict(story.records.subList(0, size));
      assertThat(verdict.findings()).as("%d records", size).isEmpty();
      assertThat(verdict.records()).isEqualTo(SubjectVerdict.Records.SOUND);
    }
  }

  @Test
  void whatever_was_not_read_yet_is_pending_and_nothing_else() {
    story.whole();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      Map<Series, Long> sizes = new HashMap<>();
      for (Series series : Series.values()) {
        sizes.put(series, (long) random.nextInt(6));
      }
      List<StandingRecord> read =
          story.records.stream()
              .filter(
                  it -> it.index() < sizes.getOrDefault(it.record().header().kind().series(), 0L))
              .toList();
      ledger.readOnly(read);
      assertThat(verdict(read).findings()).as("%s", sizes).isEmpty();
    }
  }

  @Test
  void a_manifest_without_a_request_stands_in_nobodys_name() {
    RecordRef nowhere =
        new RecordRef(
            Series.DEPLOYMENT_MANIFESTS.firstVolume(), 7, "nowhere", Sha256.ofUtf8("nothing"));
    story.opened(story.plan(1), nowhere);
    expect(FindingKind.DANGLING_REFERENCE);
  }

  @Test
  void a_manifest_that_names_another_record_as_its_request_has_none() {
    StandingRecord check = story.check(CheckStatus.PASSED);
    story.opened(story.plan(1), check.ref());
    expect(FindingKind.NO_REQUEST);
  }

  @Test
  void what_was_asked_for_elsewhere_is_not_asked_for_here() {
    story.request();
    story.scope = PRODUCTION;
    story.opened(story.plan(0), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    expect(FindingKind.DANGLING_REFERENCE);
  }

  @Test
  void what_was_approved_elsewhere_is_not_approved_here() {
    story.request();
    story.opened(story.plan(0), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    story.scope = PRODUCTION;
    StandingRecord approval = story.approval("1", DeploymentStory.BOB);
    story.scope = TestTrust.CART;
    story.go(story.check(CheckStatus.PASSED), approval);
    expect(FindingKind.DANGLING_REFERENCE, FindingKind.MISSING_APPROVAL);
  }

  @Test
  void a_manifest_in_the_name_of_another_person_than_the_request_is_found() {
    story.request();
    story.opened(
        1, story.plan(1), DeploymentStory.BOB, story.ref(RecordKind.DEPLOYMENT_REQUEST), null);
    expect(FindingKind.NO_REQUEST);
  }

  @Test
  void a_manifest_of_another_repository_than_was_asked_for_is_found() {
    story.request();
    story.opened(story.plan("elsewhere", 1), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    expect(FindingKind.NO_REQUEST);
  }

  @Test
  void an_approved_digest_over_another_plan_is_found() {
    story.request();
    DeploymentManifestOpened honest =
        DeploymentManifestOpened.of(
            1, story.plan(1), TestTrust.ALICE, story.ref(RecordKind.DEPLOYMENT_REQUEST), null);
    story.add(
        RecordKind.MANIFEST_OPENED,
        LogicalStep.OPENED,
        new DeploymentManifestOpened(
            1,
            story.plan("cart", 0),
            honest.planSha256(),
            TestTrust.ALICE,
            story.ref(RecordKind.DEPLOYMENT_REQUEST),
            null,
            null,
            null));
    expect(FindingKind.PLAN_MISMATCH);
  }

  @Test
  void a_plan_that_asks_for_no_approval_does_not_lift_what_the_policy_asks_for() {
    story.request();
    story.opened(story.plan(0), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    story.go(story.check(CheckStatus.PASSED));
    expect(FindingKind.MISSING_APPROVAL);
  }

  @Test
  void two_ids_of_one_owner_are_one_person() {
    story.request();
    story.opened(story.plan(2), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    story.go(
        story.check(CheckStatus.PASSED),
        story.approval("1", DeploymentStory.BOB),
        story.approval("2", BOBS_OTHER_ID));
    expect(FindingKind.MISSING_APPROVAL);
  }

  @Test
  void nobody_approves_what_they_asked_for() {
    story.request();
    story.opened(story.plan(1), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    story.go(story.check(CheckStatus.PASSED), story.approval("1", TestTrust.ALICE));
    expect(FindingKind.MISSING_APPROVAL, FindingKind.MISSING_APPROVAL);
  }

  @Test
  void a_check_that_failed_is_not_relied_on() {
    story.request();
    story.opened(story.plan(1), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    story.go(story.check(CheckStatus.FAILED), story.approval("1", DeploymentStory.BOB));
    expect(FindingKind.MISSING_CHECK);
  }

  @Test
  void traffic_before_go_is_found_and_traffic_that_is_given_back_is_not() {
    story.request();
    story.opened(story.plan(1), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    story.step(1, DeploymentId.create(TestTrust.NOW));
    assertThat(verdict(story.records).findings()).isEmpty();
    story.step(2, story.id);
    story.go(story.check(CheckStatus.PASSED), story.approval("1", DeploymentStory.BOB));
    expect(FindingKind.NO_GO);
  }

  @Test
  void what_no_rule_covers_is_unsound() {
    story.whole();
    assertThat(kinds(verdict(story.records, TrustPolicy.nobody())))
        .containsExactly(FindingKind.NO_RULE);
  }

  @Test
  void a_second_manifest_of_a_sequence_is_found_and_the_first_is_not() {
    story.whole();
    DeploymentStory second = new DeploymentStory(ledger, DeploymentId.create(TestTrust.NOW));
    second.request();
    second.opened(second.plan(1), second.ref(RecordKind.DEPLOYMENT_REQUEST));
    assertThat(kinds(verdict(second.records))).containsExactly(FindingKind.SEQUENCE_REPEATED);
    assertThat(verdict(story.records).findings()).isEmpty();
  }

  @Test
  void a_manifest_names_the_one_of_the_sequence_before() {
    story.whole();
    DeploymentStory second = new DeploymentStory(ledger, DeploymentId.create(TestTrust.NOW));
    second.request();
    second.opened(
        2,
        second.plan(1),
        TestTrust.ALICE,
        second.ref(RecordKind.DEPLOYMENT_REQUEST),
        story.ref(RecordKind.MANIFEST_OPENED));
    assertThat(verdict(second.records).findings()).isEmpty();
    DeploymentStory third = new DeploymentStory(ledger, DeploymentId.create(TestTrust.NOW));
    third.request();
    third.opened(
        3,
        third.plan(1),
        TestTrust.ALICE,
        third.ref(RecordKind.DEPLOYMENT_REQUEST),
        story.ref(RecordKind.MANIFEST_OPENED));
    assertThat(kinds(verdict(third.records))).containsExactly(FindingKind.SEQUENCE_BROKEN);
  }

  @Test
  void a_rollback_over_the_commits_of_its_target_is_sound() {
    story.whole();
    assertThat(rollback("cart", story.id).findings()).isEmpty();
  }

  @Test
  void a_rollback_over_other_commits_than_those_of_its_target_is_found() {
    story.whole();
    SubjectVerdict elsewhere = rollback("elsewhere", story.id);
    assertThat(kinds(elsewhere)).containsExactly(FindingKind.OTHER_COMMITS);
    assertThat(elsewhere.findings().getFirst().reason())
        .isEqualTo(
            "plan.sources: expected the commits of deployment %s, which was asked for, {APPLICATION=cart@%s} of cart in staging, found {APPLICATION=elsewhere@%2$s} of cart in staging"
                .formatted(story.id, "a".repeat(40)));
  }

  @Test
  void a_rollback_whose_target_has_no_manifest_is_compared_with_nothing() {
    story.whole();
    assertThat(rollback("elsewhere", DeploymentId.create(TestTrust.NOW)).findings()).isEmpty();
  }

  @Test
  void a_rollback_to_a_deployment_of_another_environment_is_found() {
    story.scope = PRODUCTION;
    story.whole();
    assertThat(kinds(rollback("cart", story.id)))
        .containsExactly(FindingKind.OTHER_COMMITS, FindingKind.SEQUENCE_BROKEN);
  }

  /// The one after the story's deployment.
  private SubjectVerdict rollback(String repository, DeploymentId target) {
    DeploymentStory rollback = new DeploymentStory(ledger, DeploymentId.create(TestTrust.NOW));
    rollback.add(
        RecordKind.DEPLOYMENT_REQUEST,
        LogicalStep.REQUEST,
        DeploymentRequest.rollback(target, TestTrust.ALICE, null));
    rollback.opened(
        2,
        rollback.plan(DeploymentType.ROLLBACK, repository, 1),
        TestTrust.ALICE,
        rollback.ref(RecordKind.DEPLOYMENT_REQUEST),
        story.ref(RecordKind.MANIFEST_OPENED));
    return verdict(rollback.records);
  }

  @Test
  void a_closed_manifest_names_every_record_before_it() {
    story.request();
    story.opened(story.plan(1), story.ref(RecordKind.DEPLOYMENT_REQUEST));
    story.closed(List.of(story.ref(RecordKind.DEPLOYMENT_REQUEST)));
    expect(FindingKind.UNNAMED_RECORD);
  }

  private void expect(FindingKind... kinds) {
    assertThat(kinds(verdict(story.records))).containsExactly(kinds);
  }

  private SubjectVerdict verdict(List<StandingRecord> records) {
    return verdict(records, policy());
  }

  private SubjectVerdict verdict(List<StandingRecord> records, TrustPolicy policy) {
    return SubjectVerifier.judge(records, ledger, policy);
  }

  private static List<FindingKind> kinds(SubjectVerdict verdict) {
    return verdict.findings().stream().map(SubjectVerdict.Finding::kind).toList();
  }

  /// One approval for deployments to staging, and one human behind two ids.
  private TrustPolicy policy() {
    return TrustPolicy.of(
        TestTrust.changed(
            trust.policy,
            before ->
                new Policy(
                    before.version(),
                    before.roots(),
                    before.threshold(),
                    before.grants(),
                    before.gatewayKeys(),
                    before.personalKeys(),
                    before.intentRules(),
                    List.of(
                        new Owner(
                            "human-1", List.of(DeploymentStory.BOB, BOBS_OTHER_ID), MANIFESTS)),
                    List.of(
                        new ApprovalRule(
                            "four-eyes",
                            "staging",
                            "*",
                            List.of(DeploymentType.DEPLOY),
                            1,
                            List.of("approver"),
                            List.of(),
                            MANIFESTS)),
                    before.causalMethods(),
                    List.of()),
            trust.root));
  }
}
