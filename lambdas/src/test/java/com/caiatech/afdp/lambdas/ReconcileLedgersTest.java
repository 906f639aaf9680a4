package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.APPROVALS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.lambdas.testing.DeafHosts;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
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
    assertThat(second.queued()).isEmpty();
    assertThat(first.unreachable()).isEmpty();
    assertThat(queued()).containsExactlyInAnyOrder(MANIFESTS, POLICIES, SHOP);
  }

  @Test
  void whatIsInTheGraphIsNotQueued() throws Exception {
    deploy();
    projectAll();

    ReconcileLedgers.Report report = function.run(Deadline.NONE);

    assertThat(report).isEqualTo(new ReconcileLedgers.Report(List.of(), List.of(), List.of(), 0));
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
  void aBranchThatIsGoneOrStandsAtAnotherKnownCommitIsFoundOnceEach() throws Exception {
    platform.shop().run("branch", "feature", "main~1");
    projectAll();
    platform.shop().run("branch", "-D", "feature");

    assertThat(function.run(Deadline.NONE).queued()).containsExactly(SHOP.fullName());
    queued().forEach(projection::project);
    assertThat(function.run(Deadline.NONE).queued()).isEmpty();

    platform.shop().run("reset", "-q", "--hard", "main~1");
    assertThat(function.run(Deadline.NONE).queued()).containsExactly(SHOP.fullName());
    queued().forEach(projection::project);
    assertThat(function.run(Deadline.NONE).queued()).isEmpty();

    platform.shop().run("checkout", "-q", "--detach");
    platform.shop().run("branch", "-D", "main");
    assertThat(function.run(Deadline.NONE).queued()).containsExactly(SHOP.fullName());
    queued().forEach(projection::project);
    assertThat(function.run(Deadline.NONE).queued()).isEmpty();
  }

  @Test
  void sixtyHostsThatNeverAnswerDelayNoneThatDoes() throws Exception {
    deploy();
    CompletableFuture<ReconcileLedgers.Report> run;
    try (DeafHosts deaf = new DeafHosts(60)) {
      configure(IntStream.range(0, 60).mapToObj(host -> deaf.address(host, "r")).toList());
      run =
          CompletableFuture.supplyAsync(
              () -> function.run(Deadline.NONE), Thread::startVirtualThread);
      Set<PushSource> found = new HashSet<>();
      await()
          .until(
              () -> {
                found.addAll(queued());
                return found.size() == 3;
              });
      assertThat(found).containsExactlyInAnyOrder(MANIFESTS, POLICIES, SHOP);
      assertThat(run).isNotDone();
    }
    assertThat(run.get().unreachable()).hasSize(60);
    assertThat(run.get().queued()).hasSize(3);
  }

  @Test
  void ofAHostThatDoesNotAnswerOneRepositoryIsAskedAndAnotherOneTheNextTime() throws Exception {
    projectAll();
    try (DeafHosts deaf = new DeafHosts(1);
        ReconcileLedgers impatient =
            new ReconcileLedgers(
                platform.projection(),
                new PushQueue(queue.configuration()),
                platform.counters(),
                Duration.ofSeconds(1))) {
      configure(List.of(deaf.address(0, "a"), deaf.address(0, "b")));
      ReconcileLedgers.Report first = impatient.run(Deadline.NONE);
      ReconcileLedgers.Report second = impatient.run(Deadline.NONE);

      assertThat(first.unreachable()).hasSize(1);
      assertThat(first.leftOut()).hasSize(1).isEqualTo(second.unreachable());
      assertThat(second.leftOut()).isEqualTo(first.unreachable());
    }
  }

  @Test
  void whatTheTimeOfARunIsTooShortForIsReportedAndNotAsked() throws Exception {
    deploy();

    ReconcileLedgers.Report report = function.run(new Deadline(Instant.now()));

    assertThat(report.leftOut())
        .containsExactlyInAnyOrder(names(MANIFESTS, APPROVALS, POLICIES, SHOP));
    assertThat(report.queued()).isEmpty();
    assertThat(function.run(Deadline.NONE).queued()).hasSize(3);
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

  /// Adds repositories at these addresses to the configuration.
  private void configure(List<URI> addresses) {
    PlatformFile file = new PlatformFile(platform.platformFile());
    Platform known = file.current();
    List<Platform.SourceRepository> repositories = new ArrayList<>(known.repositories());
    for (URI address : addresses) {
      RepositoryName name = new RepositoryName("more-" + repositories.size());
      repositories.add(new Platform.SourceRepository(name, address, "main"));
    }
    file.replace(
        new Platform(
            known.audience(),
            known.environments(),
            known.volumes(),
            repositories,
            known.services()));
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
