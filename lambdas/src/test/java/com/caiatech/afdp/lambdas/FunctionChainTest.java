package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.queue.DeadLetter;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.SignedDelivery;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class FunctionChainTest {
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();
  private static final CommitId ANY = new CommitId("a".repeat(40));

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final QueueFixture.Queue queue = QUEUES.create();
  private final PushWebhook webhook =
      new PushWebhook(
          new WebhookConfiguration(
              SignedDelivery.secrets(platform.folder()),
              platform.platformFile(),
              queue.configuration()),
          platform.counters(),
          InstantSource.system());
  private final Projection projection = platform.projection();
  private final DeadLetterQueue dead = new DeadLetterQueue(QUEUES.create().configuration());
  private final ProjectPush function = function(projection);

  @BeforeEach
  void configureTheHost() {
    PlatformFile file = new PlatformFile(platform.platformFile());
    file.replace(SignedDelivery.at(file.current()));
  }

  @AfterEach
  void close() {
    webhook.close();
    dead.close();
  }

  @Test
  void aSignedPushGoesThroughTheQueueIntoTheGraph() throws Exception {
    List<DeploymentId> deployments = deployTwice();
    deliver(POLICIES, "d-1");
    deliver(MANIFESTS, "d-2");
    deliver(SHOP, "d-3");

    assertThat(drain()).isEmpty();

    assertThat(deployed()).containsExactlyInAnyOrderElementsOf(deployments);
    assertThat(
            platform.texts(
                "MATCH (:Deployment)-[:SHIPPED]->(c:Commit) RETURN c.subject AS text ORDER BY text"))
        .containsExactly("Commit 2", "Commit 3");
    assertThat(platform.digest().pending()).isZero();
    assertThat(platform.counters().of(CounterNames.PUSHES_PROJECTED)).isEqualTo(3);
    assertThat(queue.receive()).isEmpty();
  }

  @Test
  void aDeliveryThatIsSentTwiceHasOneEffect() throws Exception {
    deployTwice();
    deliver(MANIFESTS, "d-1");
    deliver(MANIFESTS, "d-1");

    assertThat(drain()).isEmpty();

    assertThat(platform.counters().of(CounterNames.WEBHOOK_QUEUED)).isEqualTo(2);
    assertThat(platform.counters().of(CounterNames.PUSHES_PROJECTED)).isEqualTo(1);
    assertThat(platform.counters().of(CounterNames.ENTRIES)).isEqualTo(2);
  }

  @Test
  void aMessageThatComesAgainAfterItsSuccessChangesNothing() throws Exception {
    deployTwice();
    deliver(POLICIES, "d-1");
    deliver(MANIFESTS, "d-2");
    List<Message> taken = queue.receive();
    assertThat(handle(taken)).isEmpty();
    GraphDigest once = platform.digest();

    assertThat(handle(taken)).isEmpty();
    List<Message> doubled = new ArrayList<>(taken.reversed());
    doubled.addAll(taken);
    assertThat(handle(doubled)).isEmpty();

    assertThat(platform.digest()).isEqualTo(once);
    assertThat(platform.counters().of(CounterNames.ENTRIES)).isEqualTo(3);
  }

  @Test
  void aProcessThatDiesBeforeItDeletesItsMessagesLeavesThemToTheNext() throws Exception {
    deployTwice();
    deliver(POLICIES, "d-1");
    deliver(MANIFESTS, "d-2");
    deliver(SHOP, "d-3");
    List<Message> taken = queue.receive();
    assertThat(handle(taken)).isEmpty();
    GraphDigest grown = platform.digest();
    platform.stop(projection);
    taken.forEach(queue::giveBack);

    ProjectPush next = function(platform.projection());
    List<Message> again = queue.receive();

    assertThat(again).extracting(Message::messageId).hasSize(3).containsAll(ids(taken));
    assertThat(failures(next.handle(QueueFixture.batch(again), Deadline.NONE))).isEmpty();
    assertThat(platform.digest()).isEqualTo(grown);
  }

  @Test
  void onlyTheMessagesOfAnUnreachableRepositoryComeAgainAndSucceedOnceItIsBack() throws Exception {
    List<DeploymentId> deployments = deployTwice();
    deliver(SHOP, "d-1");
    deliver(POLICIES, "d-2");
    deliver(SHOP, "d-3");
    deliver(MANIFESTS, "d-4");
    List<Message> taken = queue.receive();
    List<Message> ofShop =
        taken.stream().filter(message -> group(message).equals(SHOP.fullName())).toList();
    assertThat(ofShop).hasSize(2);
    platform.moveAway(platform.shop().folder());

    assertThat(settle(taken)).containsExactlyElementsOf(ids(ofShop));
    assertThat(deployed()).containsExactlyInAnyOrderElementsOf(deployments);
    assertThat(platform.digest().pending()).isEqualTo(2);
    assertThat(platform.counters().of(CounterNames.PUSHES_FAILED)).isEqualTo(2);

    platform.moveBack(platform.shop().folder());
    List<Message> again = queue.receive();
    assertThat(ids(again)).containsExactlyElementsOf(ids(ofShop));
    assertThat(settle(again)).isEmpty();
    assertThat(platform.digest().pending()).isZero();
  }

  @Test
  void aBodyThatIsNoPushIsGivenUpAndTheRestOfItsGroupAndOfItsBatchIsProjected() throws Exception {
    List<DeploymentId> deployments = deployTwice();
    String push = new PushEvent(MANIFESTS, "refs/heads/main", ANY.value(), ANY.value(), "d").json();
    List<String> garbage =
        List.of(
            "garbage",
            "{",
            "null",
            "[]",
            "{}",
            push.replace("\"" + MANIFESTS.fullName() + "\"", "null"),
            push.replace(MANIFESTS.fullName(), "elsewhere/evil"),
            push.replace(MANIFESTS.fullName(), "ledgers/unknown"),
            push.replace("\"refs/heads/main\"", "7"));
    garbage.forEach(body -> queue.send(MANIFESTS.fullName(), body));
    deliver(MANIFESTS, "d-1");
    List<Message> taken = queue.receive();
    assertThat(taken).hasSize(garbage.size() + 1);

    assertThat(settle(taken)).isEmpty();

    assertThat(deployed()).containsExactlyInAnyOrderElementsOf(deployments);
    assertThat(dead.list())
        .allSatisfy(letter -> assertThat(letter.group()).isEqualTo(MANIFESTS.fullName()))
        .extracting(DeadLetter::body)
        .containsExactlyInAnyOrderElementsOf(garbage);
    assertThat(platform.counters().of(CounterNames.DEAD_LETTERS)).isEqualTo(garbage.size());
  }

  @Test
  void aRepositoryForWhichTheTimeOfACallIsTooShortGoesOnInAMessageThatNobodyReceivedYet()
      throws Exception {
    deliver(SHOP, "d-1");
    deliver(SHOP, "d-2");
    List<Message> taken = queue.receive();

    assertThat(failures(function.handle(QueueFixture.batch(taken), new Deadline(Instant.now()))))
        .isEmpty();
    taken.forEach(queue::delete);
    List<Message> next = queue.receive();

    assertThat(next).singleElement().extracting(Message::body).isEqualTo(taken.getFirst().body());
    assertThat(receives(next.getFirst())).isEqualTo("1");
    assertThat(settle(next)).isEmpty();
    assertThat(platform.counters().of(CounterNames.COMMITS)).isEqualTo(3);
    assertThat(dead.size()).isZero();
  }

  private List<DeploymentId> deployTwice() throws Exception {
    platform.publishPolicy();
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    platform.manifests().add(WORKER, NOW.plusSeconds(2), platform.records().opened(first, 1));
    platform
        .manifests()
        .add(WORKER, NOW.plusSeconds(3), platform.records().opened(second, first, 3, 1));
    return List.of(first, second);
  }

  private List<DeploymentId> deployed() {
    return platform.texts("MATCH (d:Deployment) RETURN d.deploymentId AS text").stream()
        .map(DeploymentId::parse)
        .toList();
  }

  private ProjectPush function(Projection projection) {
    return new ProjectPush(
        projection, new PushQueue(queue.configuration()), dead, platform.counters());
  }

  private static String receives(Message message) {
    return String.valueOf(
        message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
  }

  private void deliver(PushSource source, String delivery) {
    assertThat(webhook.handle(SignedDelivery.push(source, ANY, delivery).event()).getStatusCode())
        .isEqualTo(202);
  }

  /// Works on the queue until it gives nothing more.
  private List<String> drain() {
    List<String> failed = new ArrayList<>();
    for (List<Message> taken = queue.receive(); !taken.isEmpty(); taken = queue.receive()) {
      List<String> failures = handle(taken);
      failed.addAll(failures);
      taken.forEach(queue::delete);
    }
    return failed;
  }

  /// Handles the batch and does with each message what SQS does then.
  private List<String> settle(List<Message> taken) {
    List<String> failed = handle(taken);
    for (Message message : taken) {
      if (failed.contains(message.messageId())) {
        queue.giveBack(message);
      } else {
        queue.delete(message);
      }
    }
    return failed;
  }

  private List<String> handle(List<Message> taken) {
    return failures(function.handle(QueueFixture.batch(taken), Deadline.NONE));
  }

  private static List<String> failures(SQSBatchResponse response) {
    return response.getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static List<String> ids(List<Message> messages) {
    return messages.stream().map(Message::messageId).toList();
  }

  private static String group(Message message) {
    return String.valueOf(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID));
  }
}
