package com.caiatech.afdp.lambdas.queue;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The SQS FIFO queue of messages that were given up, each with its reason in its attributes.
///
/// The function puts a message here itself, so that the reason is known. The redrive policy of the
/// queue of pushes is the net below it: what it moves here killed the function each time, and has
/// no reason of its own. Each message that the function puts here is a group of its own, so that
/// none hides another one.
public final class DeadLetterQueue implements AutoCloseable {
  private static final String REASON = "reason";
  private static final String FAILED_AT = "failedAt";
  private static final String RECEIVES = "receives";
  private static final String GROUP = "group";
  private static final String NO_REASON =
      "the function gave no answer each time it was handed this message: it was killed, or took"
          + " longer than it may";
  private static final String TEXT = "String";
  private static final int LONGEST_REASON = 2_000;
  private static final int BATCH = 10;
  private static final int HIDDEN_SECONDS = 60;

  private final SqsClient client;
  private final String url;
  private final int waitSeconds;

  /// @param configuration of the dead-letter queue, whose URL is not that of the queue of pushes
  public DeadLetterQueue(QueueConfiguration configuration) {
    this.client = SqsClients.of(configuration);
    this.url = configuration.url();
    // SQS asks all of its servers only where it may wait; the local queue is one process
    this.waitSeconds = configuration.localEndpoint().isPresent() ? 0 : 1;
  }

  /// Puts a message here; it is durable when this returns. The same message has one effect within
  /// the five minutes for which SQS remembers it.
  ///
  /// @param messageId its id in the queue that it came from
  /// @param receives how often it was received there
  /// @throws LambdasException.Unavailable when the queue does not take it
  public void bury(String messageId, String group, String body, String reason, int receives) {
    Map<String, MessageAttributeValue> attributes =
        Map.of(
            REASON, text(shown(reason)),
            FAILED_AT, text(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()),
            RECEIVES, text(Integer.toString(receives)),
            GROUP, text(group));
    call(
        "Giving message " + messageId + " of " + group + " up",
        () ->
            client.sendMessage(
                request ->
                    request
                        .queueUrl(url)
                        .messageBody(body)
                        .messageAttributes(attributes)
                        .messageGroupId(messageId)
                        .messageDeduplicationId("dead-" + messageId)));
  }

  /// How many messages stand here, about.
  ///
  /// @throws LambdasException.Unavailable when the queue does not answer
  public int size() {
    List<QueueAttributeName> counts =
        List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    return call(
        "Counting dead letters",
        () ->
            client
                .getQueueAttributes(request -> request.queueUrl(url).attributeNames(counts))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum());
  }

  /// What stands here. Of one group that the redrive policy moved, the first ten.
  ///
  /// @throws LambdasException.Unavailable when the queue does not answer
  public List<DeadLetter> list() {
    return take(letter -> false, letter -> {});
  }

  /// Puts messages back into the queue of pushes, at the ends of their groups, and out of this one.
  ///
  /// @param chosen which
  /// @return those
  /// @throws LambdasException.Unavailable when a queue does not answer; each message stands in one
  ///   of the two, or in both
  public List<DeadLetter> redrive(Predicate<DeadLetter> chosen, PushQueue queue) {
    return take(chosen, letter -> queue.sendAgain(letter.group(), letter.body())).stream()
        .filter(chosen)
        .toList();
  }

  @Override
  public void close() {
    client.close();
  }

  /// Receives all, deletes the chosen ones after something was done with each, and lets the others
  /// be seen again at once.
  private List<DeadLetter> take(Predicate<DeadLetter> chosen, Consumer<DeadLetter> act) {
    return call(
        "Reading dead letters",
        () -> {
          List<Message> kept = new ArrayList<>();
          List<DeadLetter> letters = new ArrayList<>();
          try {
            for (List<Message> some = receive(); !some.isEmpty(); some = receive()) {
              kept.addAll(some);
            }
            for (Message message : List.copyOf(kept)) {
              DeadLetter letter = letter(message);
              if (chosen.test(letter)) {
                act.accept(letter);
                client.deleteMessage(
                    request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
                kept.remove(message);
              }
              letters.add(letter);
            }
          } finally {
            kept.forEach(this::show);
          }
          return letters;
        });
  }

  private List<Message> receive() {
    return client
        .receiveMessage(
            request ->
                request
                    .queueUrl(url)
                    .maxNumberOfMessages(BATCH)
                    .waitTimeSeconds(waitSeconds)
                    .visibilityTimeout(HIDDEN_SECONDS)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private void show(Message message) {
    client.changeMessageVisibility(
        request ->
            request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
  }

  private static DeadLetter letter(Message message) {
    return new DeadLetter(
        message.messageId(),
        attribute(message, GROUP)
            .orElse(
                message.attributes().getOrDefault(MessageSystemAttributeName.MESSAGE_GROUP_ID, "")),
        message.body(),
        attribute(message, REASON).orElse(NO_REASON),
        attribute(message, FAILED_AT).map(Instant::parse),
        attribute(message, RECEIVES).map(Integer::parseInt).orElse(0));
  }

  private static Optional<String> attribute(Message message, String name) {
    return Optional.ofNullable(message.messageAttributes().get(name))
        .map(MessageAttributeValue::stringValue);
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType(TEXT).stringValue(value).build();
  }

  /// As SQS takes it: not empty, bounded, on one line, of characters that XML has.
  private static String shown(String reason) {
    String line = reason.strip().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]+", " ");
    String known = line.isBlank() ? "no reason is known" : line;
    return known.length() <= LONGEST_REASON ? known : known.substring(0, LONGEST_REASON) + "…";
  }

  private static <T> T call(String attempt, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException fault) {
      throw new LambdasException.Unavailable(
          attempt + " failed: " + fault.getMessage() + "; nothing is lost, a retry is safe", fault);
    }
  }
}
