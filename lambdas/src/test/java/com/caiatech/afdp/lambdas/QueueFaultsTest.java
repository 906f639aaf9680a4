package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.APPROVALS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.queue.DeadLetter;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.lambdas.testing.CuttingProxy;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.DeploymentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sqs.model.Message;

/// What a queue, a function's process and the way to the graph may do to messages: the graph is the
/// one that a rebuild makes, and exactly what can never succeed is given up.
///
/// `-Dafdp.queue.seeds=N` tries as many other seeds.
class QueueFaultsTest {
  private static final int FAULTS = 5;
  private static final int MOST_COPIES = 5;
  private static final int BATCH = 10;

  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final CuttingProxy proxy = new CuttingProxy(platform.configuration().bolt().uri());
  private final QueueFixture.Queue queue = QUEUES.create();
  private final PushQueue pushes = new PushQueue(queue.configuration());
  private final DeadLetterQueue dead = new DeadLetterQueue(QUEUES.create().configuration());
  private final List<Copy> inbox = new ArrayList<>();
  private final Set<String> poison = new HashSet<>();
  private final AtomicInteger faults = new AtomicInteger();
  private int deployments = 2;

  /// A message that is handed to the function.
  private record Copy(String id, String group, String body, int receives) {}

  static LongStream seeds() {
    Integer more = Integer.getInteger("afdp.queue.seeds");
    return more == null ? LongStream.of(1) : new Random().longs(more);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theGraphIsWhatARebuildMakesAndOnlyPoisonIsGivenUp(long seed) throws Exception {
    Random random = new Random(seed);
    platform.publishPolicy();
    DeploymentId first = DeploymentId.create(NOW);
    platform.openTwo(first, DeploymentId.create(NOW.plusSeconds(1)), NOW.plusSeconds(2));
    platform.approvals().add(WORKER, NOW.plusSeconds(2), PlatformFixture.approval(first, "a"));
    fill(random);

    Projection projection = platform.projection(proxy.uri());
    while (!inbox.isEmpty()) {
      projection = work(random, projection);
      happen(random);
    }
    proxy.cut(null);
    ReconcileLedgers reconcile = new ReconcileLedgers(projection, pushes, platform.counters());
    assertThat(reconcile.run(Deadline.NONE).unreachable()).isEmpty();
    drain(function(projection));
    assertThat(reconcile.run(Deadline.NONE))
        .isEqualTo(new ReconcileLedgers.Report(List.of(), List.of(), List.of(), 0));

    assertThat(faults).hasPositiveValue();
    assertThat(dead.list())
        .extracting(DeadLetter::body)
        .containsExactlyInAnyOrderElementsOf(poison);
    GraphDigest grown = platform.digest();
    assertThat(platform.rebuild()).isEqualTo(grown);
    proxy.close();
    pushes.close();
    dead.close();
  }

  /// Several messages of each repository but one, whose webhook is lost, and poison, one to five
  /// times each, in any order.
  private void fill(Random random) {
    List<PushSource> sources = new ArrayList<>(List.of(POLICIES, MANIFESTS, APPROVALS, SHOP));
    sources.remove(random.nextInt(sources.size()));
    List<String[]> messages = new ArrayList<>();
    for (PushSource source : sources) {
      for (int i = 0; i < 2; i++) {
        messages.add(new String[] {source.fullName(), push(source, i)});
      }
    }
    for (String bad :
        List.of("garbage", push(SHOP, 9).replace(SHOP.fullName(), "repositories/nowhere"))) {
      poison.add(bad);
      messages.add(new String[] {sources.getFirst().fullName(), bad});
    }
    for (String[] message : messages) {
      String id = UUID.randomUUID().toString();
      for (int copy = 0; copy <= random.nextInt(MOST_COPIES); copy++) {
        inbox.add(new Copy(id, message[0], message[1], 1 + copy));
      }
    }
    Collections.shuffle(inbox, random);
  }

  /// Hands a batch in, to which a fault may happen.
  ///
  /// @return the projection of the process that works from now on
  private Projection work(Random random, Projection projection) throws InterruptedException {
    List<Copy> batch =
        new ArrayList<>(inbox.subList(0, Math.min(inbox.size(), 1 + random.nextInt(BATCH))));
    inbox.subList(0, batch.size()).clear();
    List<String> failed = new ArrayList<>();
    ProjectPush function = function(projection);
    Thread worker =
        Thread.ofPlatform()
            .unstarted(() -> failed.addAll(failures(function.handle(event(batch), Deadline.NONE))));
    AtomicBoolean killed = new AtomicBoolean();
    if (faults.get() < FAULTS && random.nextBoolean()) {
      proxy.cut(fault(random, worker, killed));
    }
    worker.start();
    worker.join();
    proxy.cut(null);
    for (Copy copy : batch) {
      if (killed.get() || failed.contains(copy.id())) {
        Copy again = new Copy(copy.id(), copy.group(), copy.body(), copy.receives() + 1);
        inbox.add(random.nextInt(inbox.size() + 1), again);
      }
    }
    if (!killed.get()) {
      return projection;
    }
    platform.stop(projection);
    proxy.refuse(false);
    return platform.projection(proxy.uri());
  }

  /// The way to the graph is cut at some request or commit, before or after; half the times, the
  /// function's process ends there.
  private CuttingProxy.Cut fault(Random random, Thread worker, AtomicBoolean killed) {
    boolean kill = random.nextBoolean();
    boolean commits = random.nextBoolean();
    return new CuttingProxy.Cut(
        random.nextInt(commits ? 3 : 12),
        commits,
        random.nextBoolean(),
        () -> {
          faults.incrementAndGet();
          if (kill) {
            proxy.refuse(true);
            killed.set(true);
            worker.interrupt();
          }
        });
  }

  /// Something more is pushed, whose webhook is lost or comes.
  private void happen(Random random) throws Exception {
    if (deployments < 5 && random.nextInt(3) == 0) {
      deployments++;
      Instant at = NOW.plusSeconds(10L * deployments);
      platform.manifests().add(WORKER, at, platform.records().opened(DeploymentId.create(at), 2));
      platform.shop().commit("Commit " + deployments);
      if (random.nextBoolean()) {
        inbox.add(new Copy("more-" + deployments, SHOP.fullName(), push(SHOP, deployments), 1));
      }
    }
  }

  /// Works on what the function queued once more and what reconciliation found.
  private void drain(ProjectPush function) {
    for (List<Message> taken = queue.receive(); !taken.isEmpty(); taken = queue.receive()) {
      assertThat(failures(function.handle(QueueFixture.batch(taken), Deadline.NONE))).isEmpty();
      taken.forEach(queue::delete);
    }
  }

  private ProjectPush function(Projection projection) {
    return new ProjectPush(projection, pushes, dead, platform.counters());
  }

  private static SQSEvent event(List<Copy> batch) {
    SQSEvent event = new SQSEvent();
    event.setRecords(
        batch.stream()
            .map(
                copy -> {
                  SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
                  message.setMessageId(copy.id());
                  message.setBody(copy.body());
                  message.setAttributes(
                      Map.of(
                          "MessageGroupId",
                          copy.group(),
                          "ApproximateReceiveCount",
                          Integer.toString(copy.receives())));
                  return message;
                })
            .toList());
    return event;
  }

  private static List<String> failures(SQSBatchResponse response) {
    return response.getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static String push(PushSource source, int number) {
    String any = "a".repeat(40);
    return new PushEvent(source, "refs/heads/main", any, any, "d-" + number).json();
  }
}
