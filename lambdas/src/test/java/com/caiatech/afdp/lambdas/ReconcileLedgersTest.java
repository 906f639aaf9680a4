package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.model.Message;

class ReconcileLedgersTest {
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final QueueFixture.Queue queue = QUEUES.create();
  private final Projection projection = platform.projection();
  private final ReconcileLedgers function =
      new ReconcileLedgers(projection, new PushQueue(queue.configuration()), platform.counters());

  @Test
  void pushesWhoseWebhooksWereLostAreFoundAndQueuedOnce() throws Exception {
    deploy();

    ReconcileLedgers.Report first = function.run(Deadline.NONE);
    ReconcileLedgers.Report second = function.run(Deadline.NONE);

    assertThat(first.queued()).containsExactlyInAnyOrder(names(MANIFESTS, POLICIES, SHOP));
    assertThat(second.queued()).isEqualTo(first.queued());
    assertThat(first.unreachable()).isEmpty();
    assertThat(queued()).containsExactlyInAnyOrder(MANIFESTS, POLICIES, SHOP);
  }

  @Test
  void whatIsInTheGraphIsNotQueued() throws Exception {
    deploy();
    projectAll();

    ReconcileLedgers.Report report = function.run(Deadline.NONE);

    assertThat(report).isEqualTo(new ReconcileLedgers.Report(List.of(), List.of(), 0));
    assertThat(queued()).isEmpty();
    assertThat(platform.counters().of(CounterNames.RECONCILED)).isZero();
  }

  @Test
  void severalNewBranchesOfARepositoryAreOnePush() throws Exception {
    projectAll();
    platform.shop().run("checkout", "-q", "-b", "feature");
    platform.shop().commit("A feature");
    platform.shop().run("checkout", "-q", "-b", "fix");
    platform.shop().commit("A fix");

    assertThat(function.run(Deadline.NONE).queued()).containsExactly(SHOP.fullName());

    assertThat(queued()).containsExactly(SHOP);
  }

  @Test
  void aLedgerWhoseBranchIsDeletedOrPutBackIsFoundOnceEach() throws Exception {
    deploy();
    projectAll();
    platform.manifests().deleteBranch();

    assertThat(function.run(Deadline.NONE).queued()).containsExactly(MANIFESTS.fullName());
    queued().forEach(projection::project);

    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text"))
        .containsExactly("deleted-ref");
    assertThat(function.run(Deadline.NONE).queued()).isEmpty();

    platform.manifests().putBack(platform.manifests().head());
    assertThat(function.run(Deadline.NONE).queued()).containsExactly(MANIFESTS.fullName());
    queued().forEach(projection::project);
    assertThat(
            platform.texts(
                PlatformFixture.VIOLATIONS + "AND v.curedAt IS NULL RETURN v.kind AS text"))
        .isEmpty();
    assertThat(function.run(Deadline.NONE).queued()).isEmpty();
  }

  @Test
  void anUnreachableRepositoryIsReportedAndBlocksNothing() throws Exception {
    deploy();
    platform.moveAway(platform.shop().folder());
    platform.moveAway(platform.manifests().folder());

    ReconcileLedgers.Report report = function.run(Deadline.NONE);

    assertThat(report.unreachable()).containsExactlyInAnyOrder(names(MANIFESTS, SHOP));
    assertThat(report.queued()).containsExactly(POLICIES.fullName());
    assertThat(queued()).containsExactly(POLICIES);
  }

  @Test
  void rangesThatWaitForTheirRepositoryAreResolvedOnceItCanBeRead() throws Exception {
    deploy();
    platform.moveAway(platform.shop().folder());
    projection.project(MANIFESTS);
    assertThat(platform.digest().pending()).isEqualTo(2);
    assertThat(function.run(Deadline.NONE).pendingRanges()).isEqualTo(2);

    platform.moveBack(platform.shop().folder());

    assertThat(function.run(Deadline.NONE).pendingRanges()).isZero();
    assertThat(platform.texts("MATCH ()-[r:DEPLOYED]->() RETURN r.rangeState AS text"))
        .containsExactly("COMPLETE", "COMPLETE");
    assertThat(platform.digest().pending()).isZero();
  }

  private void deploy() throws Exception {
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    platform.publishPolicy();
    platform.openTwo(first, second, NOW.plusSeconds(2));
  }

  private void projectAll() {
    List.of(POLICIES, MANIFESTS, SHOP).forEach(projection::project);
  }

  private List<PushSource> queued() {
    List<PushSource> sources = new ArrayList<>();
    for (Message message : queue.receive()) {
      sources.add(PushEvent.parse(message.body()).repository());
      queue.delete(message);
    }
    return sources;
  }

  private static String[] names(PushSource... sources) {
    return List.of(sources).stream().map(PushSource::fullName).toArray(String[]::new);
  }
}
