package com.caiatech.afdp.lambdas;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.FaultKind;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The function behind the queue: each message says that a repository was pushed to, and the graph
/// is brought up to what it has.
///
/// A fault of one message fails that message alone. Only what failed is returned (partial batch
/// failure), and after a failure the later messages of the same group, so that a group keeps its
/// order. Several pushes to one repository in a batch are taken in at once.
///
/// What is the message's own fault goes to the dead-letter queue with its reason: at once where it
/// can never succeed, after {@value #RECEIVES_OF_UNFORESEEN} receives where nobody foresaw it. What
/// is the world's fault (a host, the graph, the disk) is waited for, however long. Neither waiting
/// nor progress wears a message out: before SQS would give it up for the number of its receives, it
/// is queued once more, as it is at once when a call's time was too short for all.
public final class ProjectPush
    implements RequestHandler<SQSEvent, SQSBatchResponse>, AutoCloseable {
  /// How often a message over which unforeseen faults came is received.
  public static final int RECEIVES_OF_UNFORESEEN = 6;

  /// After how many receives a message that waits is queued once more: before a single unforeseen
  /// fault after an outage would be taken for one that repeats.
  private static final int RECEIVES_OF_WAITING = RECEIVES_OF_UNFORESEEN - 1;

  /// More receives than any fault that is answered leaves a message with.
  private static final int RECEIVES_OF_ANSWERED = RECEIVES_OF_UNFORESEEN + 1;

  private static final Logger LOG = LoggerFactory.getLogger(ProjectPush.class);
  private static final String GROUP = "MessageGroupId";
  private static final String RECEIVES = "ApproximateReceiveCount";

  private final Projection projection;
  private final PushQueue queue;
  private final DeadLetterQueue deadLetters;
  private final Counters counters;

  /// Reads its settings from environment variables.
  public ProjectPush() {
    this(ProjectionConfiguration.read(System.getenv()), new Counters());
  }

  private ProjectPush(ProjectionConfiguration configuration, Counters counters) {
    this(
        new Projection(configuration, counters),
        new PushQueue(QueueConfiguration.read(System.getenv())),
        new DeadLetterQueue(QueueConfiguration.readDeadLetters(System.getenv())),
        counters);
  }

  /// @param projection closed with the function
  /// @param queue where the messages come from; closed with the function
  /// @param deadLetters where messages are given up; closed with the function
  public ProjectPush(
      Projection projection, PushQueue queue, DeadLetterQueue deadLetters, Counters counters) {
    this.projection = projection;
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.counters = counters;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
    return handle(batch, Deadline.of(context));
  }

  SQSBatchResponse handle(SQSEvent batch, Deadline deadline) {
    Set<String> failedGroups = new HashSet<>();
    Set<PushSource> covered = new HashSet<>();
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (Taken message : withoutCompany(batch.getRecords().stream().map(Taken::of).toList())) {
      if (failedGroups.contains(message.group()) || !settle(message, covered, deadline)) {
        failedGroups.add(message.group());
        failures.add(new SQSBatchResponse.BatchItemFailure(message.id()));
      }
    }
    counters.count(CounterNames.PUSHES_FAILED, failures.size());
    return new SQSBatchResponse(failures);
  }

  @Override
  public void close() {
    projection.close();
    queue.close();
    deadLetters.close();
  }

  /// Leaves a message alone that may be what killed the function: all others of its batch are
  /// queued once more and are gone, so that it takes none of them along to the dead-letter queue.
  private List<Taken> withoutCompany(List<Taken> messages) {
    Optional<Taken> suspect =
        messages.stream().filter(one -> one.receives() > RECEIVES_OF_ANSWERED).findFirst();
    if (suspect.isEmpty() || messages.size() == 1) {
      return messages;
    }
    LOG.warn("Message {} is worked on alone: it was left unanswered", suspect.get().id());
    try {
      for (Taken other : messages) {
        if (!other.equals(suspect.get())) {
          queue.sendAgain(other.group(), other.body());
          queue.delete(other.receipt());
        }
      }
      return List.of(suspect.get());
    } catch (LambdasException.Unavailable unanswered) {
      LOG.warn("It is not worked on alone: {}", unanswered.getMessage());
      return messages;
    }
  }

  /// A message of the queue.
  ///
  /// @param receipt by which this receive is named when it is deleted
  /// @param receives how often it was received, this time included
  private record Taken(String id, String receipt, String group, String body, int receives) {
    static Taken of(SQSEvent.SQSMessage message) {
      Map<String, String> attributes =
          Optional.ofNullable(message.getAttributes()).orElse(Map.of());
      return new Taken(
          message.getMessageId(),
          Optional.ofNullable(message.getReceiptHandle()).orElse(""),
          attributes.getOrDefault(GROUP, message.getMessageId()),
          Optional.ofNullable(message.getBody()).orElse(""),
          Integer.parseInt(attributes.getOrDefault(RECEIVES, "1")));
    }
  }

  /// @param covered the repositories of which nothing is left to do for this batch
  /// @return whether nothing is left to do for the message; else it comes again
  private boolean settle(Taken message, Set<PushSource> covered, Deadline deadline) {
    PushSource source;
    try {
      source = PushEvent.parse(message.body()).repository();
    } catch (SchemasException.MalformedInput malformed) {
      return giveUp(message, String.valueOf(malformed.getMessage()));
    }
    if (covered.contains(source)) {
      return true;
    }
    try {
      projection.project(source, deadline);
      covered.add(source);
      return true;
    } catch (RuntimeException | Error fault) { // whatever it is, the other messages go on
      return answer(message, source, covered, fault);
    }
  }

  /// Does with the message what the fault asks for.
  ///
  /// @return whether nothing is left to do for it
  private boolean answer(
      Taken message, PushSource source, Set<PushSource> covered, Throwable fault) {
    return switch (FaultKind.of(fault)) {
      case OUT_OF_TIME -> goOn(message, fault) && covered.add(source);
      case OF_THE_MESSAGE -> giveUp(message, String.valueOf(fault.getMessage()));
      case OF_THE_WORLD ->
          message.receives() >= RECEIVES_OF_WAITING
              ? goOn(message, fault) && covered.add(source)
              : comesAgain(message, fault);
      case UNFORESEEN -> {
        LOG.error("Message {} met a fault that nobody foresaw", message.id(), fault);
        yield message.receives() >= RECEIVES_OF_UNFORESEEN
            ? giveUp(message, unforeseen(fault))
            : comesAgain(message, fault);
      }
    };
  }

  private boolean comesAgain(Taken message, Throwable fault) {
    LOG.warn("Message {} failed and comes again: {}", message.id(), fault.getMessage());
    return false;
  }

  private boolean goOn(Taken message, Throwable why) {
    try {
      queue.sendAgain(message.group(), message.body());
      counters.count(CounterNames.PUSHES_CONTINUED);
      LOG.info("Message {} is queued once more: {}", message.id(), why.getMessage());
      return true;
    } catch (LambdasException.Unavailable unanswered) {
      return comesAgain(message, unanswered);
    }
  }

  private boolean giveUp(Taken message, String reason) {
    try {
      deadLetters.bury(message.id(), message.group(), message.body(), reason, message.receives());
      counters.count(CounterNames.DEAD_LETTERS);
      LOG.error("Message {} of {} is given up: {}", message.id(), message.group(), reason);
      return true;
    } catch (LambdasException.Unavailable unanswered) {
      return comesAgain(message, unanswered);
    }
  }

  private static String unforeseen(Throwable fault) {
    StackTraceElement[] frames = fault.getStackTrace();
    return "a fault that nobody foresaw: "
        + fault
        + (frames.length == 0 ? "" : ", at " + frames[0]);
  }
}
