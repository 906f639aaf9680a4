package com.caiatech.afdp.workers.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.activity.ApprovalCount;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingApprovalsTest {
  private static final PersonId BOB = new PersonId("p_" + "b".repeat(32));
  private static final PersonId BOBS_OTHER_ID = new PersonId("p_" + "c".repeat(32));
  private static final PersonId CAROL = new PersonId("p_" + "d".repeat(32));
  private static final PersonId ALICES_OTHER_ID = new PersonId("p_" + "e".repeat(32));
  private static final List<IndexRange> MANIFESTS =
      List.of(IndexRange.all(Series.DEPLOYMENT_MANIFESTS.firstVolume()));

  @TempDir Path folder;
  private SampleService sample;
  private RecordedDeployments recorded;

  @BeforeEach
  void open() throws IOException {
    sample = SampleService.in(folder);
    recorded = new RecordedDeployments(folder.resolve("ledgers"));
  }

  @AfterEach
  void close() {
    recorded.close();
    sample.close();
  }

  @Test
  void twoIdsOfOneOwnerCountAsOne() {
    policy(rule(2, List.of(), List.of()));
    Rollout rollout = recorded.opened(sample.deployed("one"), null);
    List<RecordRef> bobs =
        List.of(recorded.approval(rollout, BOB), recorded.approval(rollout, BOBS_OTHER_ID));
    assertThat(count(rollout, bobs)).isEqualTo(new ApprovalCount(1, 2));
    RecordRef carols = recorded.approval(rollout, CAROL);
    assertThat(count(rollout, List.of(bobs.getFirst(), carols))).isEqualTo(new ApprovalCount(2, 2));
  }

  @Test
  void anotherIdOfTheRequesterCountsForNothing() {
    policy(rule(1, List.of(), List.of()));
    Rollout rollout = recorded.opened(sample.deployed("one"), null);
    assertThat(count(rollout, List.of(recorded.approval(rollout, ALICES_OTHER_ID))))
        .isEqualTo(new ApprovalCount(0, 1));
  }

  @Test
  void ofRolesAndMembersTheRuleThatLacksTheMostIsTold() {
    policy(
        rule(1, List.of(), List.of()),
        rule(1, List.of("release-manager"), List.of()),
        rule(2, List.of(), List.of("bob", "dora")));
    Rollout rollout = recorded.opened(sample.deployed("one"), null);
    List<RecordRef> approvals =
        List.of(recorded.approval(rollout, BOB), recorded.approval(rollout, CAROL));
    assertThat(count(rollout, List.of())).isEqualTo(new ApprovalCount(0, 2));
    assertThat(count(rollout, approvals)).isEqualTo(new ApprovalCount(1, 2));
  }

  @Test
  void whatWasNotDecidedThroughTheDeploymentDoesNotCount() {
    policy(rule(1, List.of(), List.of()));
    Rollout rollout = recorded.opened(sample.deployed("one"), null);
    recorded.approval(rollout, BOB);
    assertThat(count(rollout, List.of())).isEqualTo(new ApprovalCount(0, 1));
  }

  @Test
  void aDeploymentWithoutManifestIsUnsound() {
    DeploymentId nothing = DeploymentId.create(Instant.now());
    assertThatThrownBy(() -> recorded.approvals().count(nothing, List.of()))
        .hasMessageContaining(
            "its approvals were not counted: it has no opened manifest that counts");
  }

  private ApprovalCount count(Rollout rollout, List<RecordRef> decisions) {
    return recorded.approvals().count(rollout.deploymentId(), decisions);
  }

  private void policy(ApprovalRule... rules) {
    recorded.write(
        recorded
            .platform()
            .asking(
                List.of(rules),
                List.of(
                    new Owner("bob", List.of(BOB, BOBS_OTHER_ID), MANIFESTS),
                    new Owner("alice", List.of(TestPlatform.ALICE, ALICES_OTHER_ID), MANIFESTS))));
  }

  private static ApprovalRule rule(int minimum, List<String> roles, List<String> members) {
    return new ApprovalRule(
        "staging-approval", "staging", "*", List.of(), minimum, roles, members, MANIFESTS);
  }
}
