package com.caiatech.afdp.schemas.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.TestTrust;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a retry or an undo says of the deployment that it names has to hold.
class EarlierDeploymentsTest {
  private final ReadSoFar ledger = new ReadSoFar();
  private final DeploymentStory before = story();
  private @Nullable DeploymentStory last;
  private long sequence;

  @Test
  void a_retry_over_the_commits_of_a_deployment_that_failed_is_sound() {
    failed(before);
    assertThat(findings(retry(before, "cart"))).isEmpty();
  }

  @Test
  void a_retry_over_other_commits_is_found() {
    failed(before);
    assertThat(findings(retry(before, "elsewhere")))
        .containsExactly(
            "other-commits: plan.sources: expected the commits of deployment %s, which was asked for, {APPLICATION=cart@%s} of cart in staging, found {APPLICATION=elsewhere@%2$s} of cart in staging"
                .formatted(before.id, "a".repeat(40)));
  }

  @Test
  void a_retry_of_a_deployment_that_succeeded_is_found() {
    succeeded(before, null);
    assertThat(findings(retry(before, "cart"))).containsExactly(notEnded(before, "without"));
  }

  @Test
  void a_retry_of_a_deployment_of_another_environment_is_found() {
    before.scope = Scope.of(new EnvironmentName("production"), new ServiceName("cart"));
    failed(before);
    last = null;
    sequence = 0;
    assertThat(findings(retry(before, "cart"))).containsExactly(notEnded(before, "without"));
  }

  @Test
  void a_retry_of_a_deployment_of_another_service_is_found() {
    before.scope = Scope.of(new EnvironmentName("staging"), new ServiceName("checkout"));
    failed(before);
    last = null;
    sequence = 0;
    assertThat(findings(retry(before, "cart"))).containsExactly(notEnded(before, "without"));
  }

  @Test
  void a_retry_that_shows_the_end_of_another_deployment_is_found() {
    failed(before);
    DeploymentStory other = story();
    failed(other);
    DeploymentStory retry = story();
    request(retry, DeploymentRequest.retry(before.id, TestTrust.ALICE, null));
    open(retry, plan("cart"), other.ref(RecordKind.MANIFEST_CLOSED));
    assertThat(findings(retry))
        .containsExactly(notEnded(before, "without", other.ref(RecordKind.MANIFEST_CLOSED).path()));
  }

  @Test
  void a_retry_that_shows_no_end_is_found() {
    failed(before);
    DeploymentStory retry = story();
    request(retry, DeploymentRequest.retry(before.id, TestTrust.ALICE, null));
    open(retry, plan("cart"), null);
    assertThat(findings(retry))
        .containsExactly(
            "other-deployment: of_closed_ref: expected the closed manifest of deployment %s, which the request names, found none"
                .formatted(before.id));
  }

  @Test
  void a_retry_of_a_deployment_that_is_nowhere_is_found() {
    failed(before);
    DeploymentId nowhere = DeploymentId.create(TestTrust.NOW);
    RecordRef end = before.ref(RecordKind.MANIFEST_CLOSED);
    RecordRef bent = new RecordRef(end.volume(), end.index(), end.path(), Sha256.ofUtf8("bent"));
    DeploymentStory retry = story();
    request(retry, DeploymentRequest.retry(nowhere, TestTrust.ALICE, null));
    open(retry, plan("cart"), bent);
    assertThat(findings(retry))
        .containsExactly(
            "other-deployment: of_closed_ref: expected an earlier entry by which deployment %s of the same environment and service ended without success, found %s"
                .formatted(nowhere, bent.path()));
  }

  @Test
  void a_retry_of_what_ended_after_it_is_found() {
    request(before, TestTrust.unproven());
    open(before, plan("cart"), null);
    DeploymentStory retry = story();
    request(retry, DeploymentRequest.retry(before.id, TestTrust.ALICE, null));
    RecordRef foretold = foretold();
    open(retry, plan("cart"), foretold);
    DeploymentStory late = new DeploymentStory(ledger, before.id);
    late.records.addAll(before.records);
    late.failed();
    assertThat(late.ref(RecordKind.MANIFEST_CLOSED).index()).isEqualTo(foretold.index());
    assertThat(findings(retry)).containsExactly(notEnded(before, "without", foretold.path()));
  }

  /// Where the next manifest of the first deployment will stand once the retry is opened.
  private RecordRef foretold() {
    ReadSoFar copy = new ReadSoFar();
    copy.all.addAll(ledger.all);
    DeploymentStory future = new DeploymentStory(copy, before.id);
    future.records.addAll(before.records);
    future.failed();
    RecordRef now = future.ref(RecordKind.MANIFEST_CLOSED);
    return new RecordRef(now.volume(), now.index() + 1, now.path(), now.sha256());
  }

  @Test
  void a_manifest_that_shows_an_end_that_nobody_asked_about_is_found() {
    failed(before);
    DeploymentStory plain = story();
    request(plain, TestTrust.unproven());
    open(plain, plan("cart"), before.ref(RecordKind.MANIFEST_CLOSED));
    assertThat(findings(plain))
        .containsExactly(
            "other-deployment: of_closed_ref: expected none, since the request repeats and undoes nothing, found "
                + before.ref(RecordKind.MANIFEST_CLOSED).path());
  }

  @Test
  void a_retry_is_pending_until_the_end_that_it_shows_was_read() {
    failed(before);
    DeploymentStory retry = retry(before, "elsewhere");
    ledger.readOnly(retry.records);
    SubjectVerdict verdict = verdict(retry);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.pending()).contains(before.ref(RecordKind.MANIFEST_CLOSED));
  }

  @Test
  void a_retry_of_what_has_no_manifest_that_counts_is_found() {
    failed(before);
    DeploymentStory retry = retry(before, "cart");
    List<StandingRecord> all = List.copyOf(ledger.all);
    ledger.readOnly(
        all.stream()
            .filter(it -> !it.ref().equals(before.ref(RecordKind.MANIFEST_OPENED)))
            .toList());
    assertThat(findings(retry))
        .contains(
            "other-deployment: request: expected an opened manifest of deployment %s, which it names, that counts, found none"
                .formatted(before.id));
  }

  @Test
  void an_undo_that_goes_back_to_what_served_before_is_sound_and_so_is_its_undo() {
    succeeded(before, null);
    DeploymentStory undone = story();
    succeeded(undone, served(before));
    DeploymentStory undo = undo(undone, before, undone);
    assertThat(findings(undo)).isEmpty();
    undo.closed(undo.records.stream().map(StandingRecord::ref).toList());
    assertThat(findings(undo(undo, undone, undo))).isEmpty();
  }

  @Test
  void an_undo_that_goes_back_elsewhere_is_found() {
    succeeded(before, null);
    DeploymentStory between = story();
    succeeded(between, served(before));
    DeploymentStory undone = story();
    succeeded(undone, served(between));
    assertThat(findings(undo(undone, before, undone)))
        .containsExactly(
            "other-deployment: request: expected to go back to what served before deployment %s, which is to be undone, %s, found %s"
                .formatted(undone.id, between.id, before.id));
  }

  @Test
  void an_undo_of_what_does_not_serve_is_found() {
    succeeded(before, null);
    DeploymentStory undone = story();
    succeeded(undone, served(before));
    DeploymentStory serves = story();
    succeeded(serves, served(undone));
    assertThat(findings(undo(undone, before, serves)))
        .containsExactly(
            "other-deployment: plan.rollback_of_deployment_id: expected %s, which is to be undone, found %s"
                .formatted(undone.id, serves.id));
  }

  @Test
  void an_undo_of_what_failed_is_found() {
    failed(before);
    assertThat(findings(undo(before, before, before))).containsExactly(notEnded(before, "with"));
  }

  private DeploymentStory story() {
    return new DeploymentStory(ledger, DeploymentId.create(TestTrust.NOW));
  }

  private void failed(DeploymentStory of) {
    request(of, TestTrust.unproven());
    open(of, plan("cart"), null);
    of.failed();
  }

  private void succeeded(DeploymentStory of, @Nullable PreviousDeployment previous) {
    request(of, TestTrust.unproven());
    open(of, of.plan(DeploymentType.DEPLOY, "cart", 1, previous), null);
    of.closed(of.records.stream().map(StandingRecord::ref).toList());
  }

  private DeploymentStory retry(DeploymentStory of, String repository) {
    DeploymentStory retry = story();
    request(retry, DeploymentRequest.retry(of.id, TestTrust.ALICE, null));
    open(retry, plan(repository), of.ref(RecordKind.MANIFEST_CLOSED));
    return retry;
  }

  /// @param serves what the plan says is gone back from
  private DeploymentStory undo(DeploymentStory of, DeploymentStory target, DeploymentStory serves) {
    DeploymentStory undo = story();
    request(undo, DeploymentRequest.undo(of.id, target.id, TestTrust.ALICE, null));
    open(
        undo,
        undo.plan(DeploymentType.ROLLBACK, "cart", 1, served(serves)),
        of.ref(RecordKind.MANIFEST_CLOSED));
    return undo;
  }

  private static PreviousDeployment served(DeploymentStory story) {
    return new PreviousDeployment(story.id, story.ref(RecordKind.MANIFEST_OPENED), Map.of());
  }

  private Plan plan(String repository) {
    return before.plan(repository, 1);
  }

  private static void request(DeploymentStory story, DeploymentRequest request) {
    story.add(RecordKind.DEPLOYMENT_REQUEST, LogicalStep.REQUEST, request);
  }

  private void open(DeploymentStory story, Plan plan, @Nullable RecordRef closed) {
    sequence++;
    story.opened(
        DeploymentManifestOpened.of(
                sequence,
                plan,
                TestTrust.ALICE,
                story.ref(RecordKind.DEPLOYMENT_REQUEST),
                last == null ? null : last.ref(RecordKind.MANIFEST_OPENED))
            .about(closed));
    last = story;
  }

  private static String notEnded(DeploymentStory of, String how) {
    return notEnded(of, how, of.ref(RecordKind.MANIFEST_CLOSED).path());
  }

  private static String notEnded(DeploymentStory of, String how, String found) {
    return "other-deployment: of_closed_ref: expected an earlier entry by which deployment %s of the same environment and service ended %s success, found %s"
        .formatted(of.id, how, found);
  }

  private List<String> findings(DeploymentStory story) {
    return verdict(story).findings().stream().map(it -> it.kind() + ": " + it.reason()).toList();
  }

  private SubjectVerdict verdict(DeploymentStory story) {
    return SubjectVerifier.judge(story.records, ledger, TrustPolicy.nobody());
  }
}
