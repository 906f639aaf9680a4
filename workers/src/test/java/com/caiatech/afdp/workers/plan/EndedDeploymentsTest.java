package com.caiatech.afdp.workers.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.workers.activity.Rollout;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import com.caiatech.afdp.workers.plan.Sources.Found;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What can be repeated or undone, by real ledgers.
class EndedDeploymentsTest {
  private static final Scope PRODUCTION =
      Scope.of(new EnvironmentName("production"), new ServiceName("cart"));
  private static final Scope CHECKOUT =
      Scope.of(new EnvironmentName("staging"), new ServiceName("checkout"));

  @TempDir Path folder;
  private SampleService sample;
  private RecordedDeployments recorded;
  private Map<SourceRole, DeployedSource> sources;

  @BeforeEach
  void open() throws IOException {
    sample = SampleService.in(folder);
    recorded = new RecordedDeployments(folder.resolve("ledgers"));
    sources = sample.deployed("one");
  }

  @AfterEach
  void close() {
    recorded.close();
    sample.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = DeploymentStatus.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SUCCEEDED"})
  void whatWasOpenedAndEndedWithoutSuccessIsRepeated(DeploymentStatus status) {
    Rollout rollout = recorded.opened(sources, null);
    ended(rollout.deploymentId(), status);
    assertThat(retried(TestPlatform.CART, rollout.deploymentId()))
        .isInstanceOfSatisfying(
            Found.Here.class,
            here ->
                assertThat(((DeploymentManifestOpened) here.value()).plan().sources())
                    .isEqualTo(sources));
  }

  @Test
  void whatSucceededOrIsUnderWayIsNotRepeated() {
    Rollout rollout = recorded.opened(sources, null);
    assertNot(
        retried(TestPlatform.CART, rollout.deploymentId()),
        RefusalReason.WRONG_STATE,
        "deployment %s is under way: abort it, or wait until it has ended"
            .formatted(rollout.deploymentId()));
    recorded.closed(rollout);
    assertNot(
        retried(TestPlatform.CART, rollout.deploymentId()),
        RefusalReason.WRONG_STATE,
        "deployment %s cannot be repeated: expected one that ended without success, found succeeded; ask for its commits with deploy"
            .formatted(rollout.deploymentId()));
  }

  @Test
  void whatNeverWasOpenedIsNotRepeated() {
    DeploymentId id = DeploymentId.create(Instant.now());
    assertNot(
        retried(TestPlatform.CART, id),
        RefusalReason.UNKNOWN_DEPLOYMENT,
        "nobody asked for deployment " + id);
    recorded.request(id, TestPlatform.unproven());
    ended(id, DeploymentStatus.SUPERSEDED);
    assertNot(
        retried(TestPlatform.CART, id),
        RefusalReason.WRONG_STATE,
        "deployment %s cannot be repeated: it ended as superseded before its commits were pinned; ask for it with deploy"
            .formatted(id));
  }

  @Test
  void whatIsOfAnotherServiceOrEnvironmentIsNeitherRepeatedNorUndone() {
    Rollout failed = recorded.opened(sources, null);
    ended(failed.deploymentId(), DeploymentStatus.FAILED);
    String says = "expected a deployment of %s; deployment %s is of cart in staging";
    assertNot(
        retried(PRODUCTION, failed.deploymentId()),
        RefusalReason.UNKNOWN_DEPLOYMENT,
        says.formatted("cart in production", failed.deploymentId()));
    assertNot(
        retried(CHECKOUT, failed.deploymentId()),
        RefusalReason.UNKNOWN_DEPLOYMENT,
        says.formatted("checkout in staging", failed.deploymentId()));
    assertNot(
        recorded.ended().undone(PRODUCTION, failed.deploymentId(), failed.deploymentId()),
        RefusalReason.UNKNOWN_DEPLOYMENT,
        says.formatted("cart in production", failed.deploymentId()));
  }

  @Test
  void onlyTheLastThatSucceededIsUndoneAndOnlyToWhatServedBefore() {
    DeploymentId one = succeeded(null);
    assertNot(
        undone(one, one),
        RefusalReason.NO_ROLLBACK_TARGET,
        "deployment %s cannot be undone: nothing served before it".formatted(one));
    DeploymentId two = succeeded(one);
    DeploymentId three = succeeded(two);
    Rollout failed = recorded.opened(sources, three);
    ended(failed.deploymentId(), DeploymentStatus.FAILED);
    assertThat(undone(three, two)).isInstanceOf(Found.Here.class);
    String last =
        "deployment %s cannot be undone: expected the last that succeeded in cart in staging, which is %s";
    assertNot(undone(two, one), RefusalReason.WRONG_STATE, last.formatted(two, three));
    assertNot(
        undone(failed.deploymentId(), three),
        RefusalReason.WRONG_STATE,
        last.formatted(failed.deploymentId(), three));
    assertNot(
        undone(three, one),
        RefusalReason.NO_ROLLBACK_TARGET,
        "deployment %s is undone by going back to %s, which served before it; asked for was another target"
            .formatted(three, two));
    Rollout runs = recorded.opened(sources, three);
    assertNot(
        undone(runs.deploymentId(), three),
        RefusalReason.WRONG_STATE,
        "deployment %s is under way: abort it, or wait until it has ended"
            .formatted(runs.deploymentId()));
  }

  private DeploymentId succeeded(@Nullable DeploymentId previous) {
    Rollout rollout = recorded.opened(sources, previous);
    recorded.closed(rollout);
    return rollout.deploymentId();
  }

  private void ended(DeploymentId id, DeploymentStatus status) {
    List<RecordRef> named = recorded.standing(id).stream().map(it -> it.ref()).toList();
    recorded.closed(
        id,
        new DeploymentManifestClosed(
            status, "as it went", 1L, null, List.of(), null, named, List.of(), List.of(), null));
  }

  private Found<DeploymentManifestOpened> retried(Scope scope, DeploymentId id) {
    return recorded.ended().retried(scope, id);
  }

  private Found<DeploymentManifestOpened> undone(DeploymentId id, DeploymentId target) {
    return recorded.ended().undone(TestPlatform.CART, id, target);
  }

  private static void assertNot(
      Found<DeploymentManifestOpened> found, RefusalReason reason, String message) {
    assertThat(found)
        .isInstanceOfSatisfying(
            Found.Not.class,
            not -> {
              assertThat(not.message().text()).isEqualTo(message);
              assertThat(not.reason()).isEqualTo(reason);
            });
  }
}
