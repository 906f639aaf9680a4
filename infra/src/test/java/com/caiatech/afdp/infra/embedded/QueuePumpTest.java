package com.caiatech.afdp.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

class QueuePumpTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(20);

  private QueueServer server;
  private SqsClient client;
  private String queue;
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void startQueue() throws IOException {
    server = QueueServer.start(FreePort.take());
    client = QueueServer.client(server.endpoint());
    queue = server.fifoQueue("projection.fifo", VISIBILITY);
  }

  @AfterEach
  void stopQueue() {
    client.close();
    server.close();
  }

  @Test
  void messagesOfAGroupArriveInOrderAndAreDeleted() {
    for (int i = 0; i < 25; i++) {
      send("group-" + i % 2, "m" + i);
    }
    try (QueuePump pump = pump(this::takeAll)) {
      await().until(() -> pump.succeeded() == 25);
      assertThat(seen.stream().filter(body -> number(body) % 2 == 0).map(QueuePumpTest::number))
          .isSorted();
      assertThat(seen.stream().filter(body -> number(body) % 2 == 1).map(QueuePumpTest::number))
          .isSorted();
      assertThat(pump.failed()).isZero();
    }
    assertThat(server.fifoQueue("projection.fifo", VISIBILITY)).isEqualTo(queue);
    assertThat(remaining()).isZero();
  }

  @Test
  void aMessageIsTakenWhileThePumpWaitsForOne() {
    try (QueuePump pump = pump(this::takeAll)) {
      send("warm", "up");
      await().until(() -> pump.succeeded() == 1);
      send("group", "quick");
      await().until(() -> seen.contains("quick"));
    }
  }

  @Test
  void whatFailedComesAgainBeforeTheRestOfItsGroup() {
    AtomicInteger attempts = new AtomicInteger();
    send("group", "bad");
    try (QueuePump pump =
        pump(
            (event, context) -> {
              if (attempts.incrementAndGet() == 1) {
                return new SQSBatchResponse(
                    event.getRecords().stream()
                        .map(
                            message ->
                                new SQSBatchResponse.BatchItemFailure(message.getMessageId()))
                        .toList());
              }
              return takeAll(event, context);
            })) {
      await().until(() -> pump.failed() == 1);
      send("group", "good");
      send("other", "elsewhere");
      await().until(() -> pump.succeeded() == 3);
      assertThat(seen).containsSubsequence("bad", "good").contains("elsewhere");
    }
  }

  @Test
  void aFunctionThatThrowsLosesNothing() {
    AtomicInteger attempts = new AtomicInteger();
    send("group", "once");
    try (QueuePump pump =
        pump(
            (event, context) -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("the first attempt fails");
              }
              return takeAll(event, context);
            })) {
      await().until(() -> pump.succeeded() == 1);
      assertThat(pump.failed()).isEqualTo(1);
      assertThat(seen).containsExactly("once");
    }
  }

  @Test
  void whatTheFunctionNeverAnswersGoesToTheDeadLetterQueueAndItsGroupGoesOn() {
    String dead = server.fifoQueue("dead.fifo", VISIBILITY);
    queue = server.fifoQueue("poisoned.fifo", VISIBILITY, dead, 2);
    send("group", "killer");
    try (QueuePump pump =
        pump(
            (event, context) -> {
              if (event.getRecords().getFirst().getBody().equals("killer")) {
                throw new StackOverflowError();
              }
              return takeAll(event, context);
            })) {
      await().until(() -> pump.failed() == 2);
      send("group", "good");
      await().until(() -> pump.succeeded() == 1);
      assertThat(seen).containsExactly("good");
    }
    try (DeadLetterQueue letters = new DeadLetterQueue(configuration(dead));
        PushQueue pushes = new PushQueue(configuration(queue))) {
      assertThat(letters.size()).isEqualTo(1);
      assertThat(letters.list())
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.body()).isEqualTo("killer");
                assertThat(letter.group()).isEqualTo("group");
                assertThat(letter.reason()).startsWith("the function gave no answer each time");
              });
      assertThat(letters.redrive(letter -> true, pushes)).hasSize(1);
      assertThat(letters.size()).isZero();
    }
    assertThat(remaining()).isEqualTo(1);
  }

  @Test
  void aSlowGroupDoesNotHoldOthersBack() {
    CountDownLatch release = new CountDownLatch(1);
    send("slow", "slow");
    try (QueuePump pump =
        pump(
            (event, context) -> {
              if (event.getRecords().getFirst().getBody().equals("slow")) {
                awaitLatch(release);
              }
              return takeAll(event, context);
            })) {
      send("fast", "fast");
      await().until(() -> seen.contains("fast"));
      assertThat(seen).doesNotContain("slow");
      release.countDown();
      await().until(() -> pump.succeeded() == 2);
    }
  }

  @Test
  void aTakenPortIsOnePlainLine() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> QueueServer.start(other.getLocalPort()).close())
          .isInstanceOf(InfraException.Unavailable.class)
          .hasMessageStartingWith(
              "starting the queue on port "
                  + other.getLocalPort()
                  + " failed, nothing was queued: ");
    }
  }

  @Test
  void aStoppedServerDoesNotAnswer() throws IOException {
    QueueServer other = QueueServer.start(FreePort.take());
    assertThat(other.answers()).isTrue();
    other.close();
    try (SqsClient late = QueueServer.client(other.endpoint())) {
      assertThatThrownBy(late::listQueues).hasMessageContaining("Connection refused");
    }
  }

  private QueueConfiguration configuration(String url) {
    return new QueueConfiguration(url, QueueServer.REGION, Optional.of(server.endpoint()));
  }

  private QueuePump pump(RequestHandler<SQSEvent, SQSBatchResponse> function) {
    return QueuePump.start(server.endpoint(), queue, VISIBILITY, function);
  }

  private SQSBatchResponse takeAll(SQSEvent event, Context context) {
    assertThat(context.getRemainingTimeInMillis()).isPositive();
    event.getRecords().forEach(message -> seen.add(message.getBody()));
    return new SQSBatchResponse(List.of());
  }

  private void send(String group, String body) {
    client.sendMessage(
        request ->
            request
                .queueUrl(queue)
                .messageGroupId(group)
                .messageDeduplicationId(body)
                .messageBody(body));
  }

  private int remaining() {
    return client
        .receiveMessage(request -> request.queueUrl(queue).visibilityTimeout(0))
        .messages()
        .size();
  }

  private static int number(String body) {
    return Integer.parseInt(body.substring(1));
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
