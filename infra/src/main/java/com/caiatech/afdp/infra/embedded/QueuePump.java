package com.caiatech.afdp.infra.embedded;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// What AWS Lambda's event source mapping does for a FIFO queue: calls the function with messages
/// of one group in their order, several groups at a time, deletes what succeeded, and lets the rest
/// come again after a pause that grows with the attempts. A function that fails as a whole fails
/// every message it was given.
public final class QueuePump implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueuePump.class);
  private static final int BATCH = 10;
  private static final int GROUPS_AT_A_TIME = 16;
  private static final int WAIT_SECONDS = 1; // a stop waits for the poll that runs
  private static final int LONGEST_PAUSE_SECONDS = 30;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final int LOOKS_LEFT_OUT = 12;
  private static final Duration AFTER_FAULT = Duration.ofMillis(500);
  private static final Duration LAST_CALLS = Duration.ofSeconds(4);

  private final SqsClient client;
  private final String queueUrl;
  private final Duration limit;
  private final RequestHandler<SQSEvent, SQSBatchResponse> function;

  /// Threads of the system, so that a busy gateway's virtual ones do not stand before them.
  private final ExecutorService groups =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("function-", 1).daemon().factory());

  private final Semaphore permits = new Semaphore(GROUPS_AT_A_TIME);
  private final Semaphore ended = new Semaphore(0);
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Thread poller;
  private final AtomicInteger running = new AtomicInteger();
  private volatile long restless = System.nanoTime();
  private volatile boolean hinted;
  private volatile boolean stopping;

  private QueuePump(
      URI endpoint,
      String queueUrl,
      Duration limit,
      RequestHandler<SQSEvent, SQSBatchResponse> function) {
    this.client = QueueServer.client(endpoint);
    this.queueUrl = queueUrl;
    this.limit = limit;
    this.function = function;
    this.poller = Thread.ofPlatform().name("queue-pump").daemon().unstarted(this::poll);
  }

  /// Starts polling.
  ///
  /// @param endpoint the queue service
  /// @param queueUrl the FIFO queue
  /// @param limit what the function is told it may take; at most the queue's visibility timeout
  public static QueuePump start(
      URI endpoint,
      String queueUrl,
      Duration limit,
      RequestHandler<SQSEvent, SQSBatchResponse> function) {
    QueuePump pump = new QueuePump(endpoint, queueUrl, limit, function);
    pump.poller.start();
    return pump;
  }

  /// Says that there may be a message, so that the queue is asked soon.
  public void look() {
    hinted = true;
  }

  /// How many messages the function took.
  public long succeeded() {
    return succeeded.get();
  }

  /// How many times a message failed; one message may fail many times.
  public long failed() {
    return failed.get();
  }

  /// Stops polling, gives running calls four seconds, then interrupts them: their messages come
  /// again.
  @Override
  public void close() {
    stopping = true;
    try {
      poller.join(Duration.ofSeconds(WAIT_SECONDS + 2L));
      groups.shutdown();
      if (!groups.awaitTermination(LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS)) {
        groups.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      groups.shutdownNow();
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  private void poll() {
    while (!stopping) {
      try {
        ended.drainPermits();
        hinted = false;
        boolean resting = running.get() == 0 && System.nanoTime() - restless > 0;
        List<Message> messages = receive(resting ? WAIT_SECONDS : 0);
        for (List<Message> group : byGroup(messages)) {
          permits.acquire();
          running.incrementAndGet();
          groups.execute(() -> call(group));
        }
        if (messages.isEmpty() && !resting) {
          pause();
        }
      } catch (SdkException fault) {
        if (!stopping) {
          LOG.warn("Polling {} failed, trying again: {}", queueUrl, fault.getMessage());
          LockSupport.parkNanos(AFTER_FAULT.toNanos());
        }
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  /// The queue is asked at once when a call has ended, and else after a short pause, in which
  /// messages gather; where nothing says that there is one, each request would be in vain.
  private void pause() throws InterruptedException {
    for (int look = 0; look <= LOOKS_LEFT_OUT; look++) {
      if (ended.tryAcquire(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS) || hinted) {
        return;
      }
    }
  }

  /// The queue is asked to wait for a message only while nothing is in flight and nothing waits for
  /// its next attempt: ElasticMQ 1.7 keeps a processor busy for a request that waits while messages
  /// stand behind one of their group that is out.
  private List<Message> receive(int waitSeconds) {
    return client
        .receiveMessage(
            request ->
                request
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(BATCH)
                    .waitTimeSeconds(waitSeconds)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private static Iterable<List<Message>> byGroup(List<Message> messages) {
    Map<String, List<Message>> groups = new LinkedHashMap<>();
    for (Message message : messages) {
      String group =
          message.attributes().getOrDefault(MessageSystemAttributeName.MESSAGE_GROUP_ID, "");
      groups.computeIfAbsent(group, missing -> new ArrayList<>()).add(message);
    }
    return groups.values();
  }

  private void call(List<Message> messages) {
    try {
      Set<String> failures = invoke(messages);
      List<Message> done =
          messages.stream().filter(message -> !failures.contains(message.messageId())).toList();
      delete(done);
      succeeded.addAndGet(done.size());
      failed.addAndGet(failures.size());
      for (Message message : messages) {
        if (failures.contains(message.messageId())) {
          retryLater(message);
        }
      }
    } catch (SdkException fault) {
      LOG.warn("Settling messages failed, they come again: {}", fault.getMessage());
    } finally {
      running.decrementAndGet();
      permits.release();
      ended.release();
    }
  }

  private Set<String> invoke(List<Message> messages) {
    SQSEvent event = new SQSEvent();
    event.setRecords(messages.stream().map(QueuePump::record).toList());
    Set<String> failures = new HashSet<>();
    try {
      SQSBatchResponse response =
          function.handleRequest(event, new LocalContext("ProjectPush", limit));
      if (response != null && response.getBatchItemFailures() != null) {
        response
            .getBatchItemFailures()
            .forEach(failure -> failures.add(failure.getItemIdentifier()));
      }
    } catch (RuntimeException | Error fault) { // whatever it is, the messages come again
      LOG.error("The function failed for {} messages, they come again", messages.size(), fault);
      messages.forEach(message -> failures.add(message.messageId()));
    }
    return failures;
  }

  private void delete(List<Message> messages) {
    if (!messages.isEmpty()) {
      client.deleteMessageBatch(
          request ->
              request
                  .queueUrl(queueUrl)
                  .entries(
                      messages.stream()
                          .map(
                              message ->
                                  DeleteMessageBatchRequestEntry.builder()
                                      .id(message.messageId())
                                      .receiptHandle(message.receiptHandle())
                                      .build())
                          .toList()));
    }
  }

  private void retryLater(Message message) {
    int attempts =
        Integer.parseInt(
            message
                .attributes()
                .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"));
    int pause = Math.min(LONGEST_PAUSE_SECONDS, 1 << Math.min(attempts - 1, 5));
    restless = System.nanoTime() + TimeUnit.SECONDS.toNanos(pause + 1L);
    client.changeMessageVisibility(
        request ->
            request
                .queueUrl(queueUrl)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(pause));
  }

  private static SQSEvent.SQSMessage record(Message message) {
    SQSEvent.SQSMessage record = new SQSEvent.SQSMessage();
    record.setMessageId(message.messageId());
    record.setReceiptHandle(message.receiptHandle());
    record.setBody(message.body());
    record.setMd5OfBody(message.md5OfBody());
    record.setAttributes(message.attributesAsStrings());
    record.setMessageAttributes(Map.of());
    record.setEventSource("aws:sqs");
    record.setAwsRegion(QueueServer.REGION);
    return record;
  }
}
