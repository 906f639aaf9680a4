package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.queue.DeadLetter;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// What becomes of a message that fails again and again.
class DeadLettersTest {
  @RegisterExtension static final QueueFixture QUEUES = new QueueFixture();

  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final QueueFixture.Queue queue = QUEUES.create();
  private final PushQueue pushes = new PushQueue(queue.configuration());
  private final DeadLetterQueue dead = new DeadLetterQueue(QUEUES.create().configuration());

  @AfterEach
  void close() {
    pushes.close();
    dead.close();
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
  void whatNobodyForesawFailsItsMessageAloneAndIsGivenUpWhenItRepeats(
      Class<? extends Throwable> kind) {
    ProjectPush function = function(platform.projection(failing(SHOP, kind)));
    send(SHOP, POLICIES, SHOP);

    for (int receive = 1; receive < ProjectPush.RECEIVES_OF_UNFORESEEN; receive++) {
      assertThat(work(function)).allMatch(group -> group.equals(SHOP.fullName()));
    }
    assertThat(platform.counters().of(CounterNames.PUSHES_PROJECTED)).isEqualTo(1);
    assertThat(dead.size()).isZero();
    assertThat(work(function)).isEmpty();

    assertThat(queue.receive()).isEmpty();
    assertThat(dead.list())
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(letter.group()).isEqualTo(SHOP.fullName());
              assertThat(letter.receives()).isEqualTo(ProjectPush.RECEIVES_OF_UNFORESEEN);
              assertThat(letter.reason())
                  .startsWith("a fault that nobody foresaw: " + kind.getName());
            });
  }

  @Test
  void whatWaitsForTheWorldIsNeverGivenUpAndNeverWornOut() throws Exception {
    ProjectPush function = function(platform.projection());
    platform.moveAway(platform.shop().folder());
    send(SHOP, SHOP);

    for (int receive = 0; receive < 4 * ProjectPush.RECEIVES_OF_UNFORESEEN; receive++) {
      List<Message> taken = queue.receive();
      assertThat(taken).isNotEmpty().allMatch(message -> receives(message) < 6);
      settle(function, taken);
    }
    assertThat(dead.size()).isZero();

    platform.moveBack(platform.shop().folder());
    assertThat(work(function)).isEmpty();
    assertThat(queue.receive()).isEmpty();
    assertThat(platform.counters().of(CounterNames.PUSHES_PROJECTED)).isEqualTo(1);
  }

  @Test
  void whatIsNotConfiguredIsGivenUpAtOnceAndSucceedsAfterARedriveOnceItIs() {
    PushSource unknown = new PushSource.Source(new RepositoryName("unknown"));
    Projection projection = platform.projection();
    send(unknown, SHOP);

    assertThat(work(function(projection))).isEmpty();

    DeadLetter letter = dead.list().getFirst();
    assertThat(letter.reason())
        .isEqualTo("Projecting repositories/unknown: it is not configured on this platform");
    assertThat(letter.receives()).isEqualTo(1);
    assertThat(letter.failedAt()).isPresent();
    assertThat(dead.redrive(other -> false, pushes)).isEmpty();
    assertThat(dead.list()).containsExactly(letter);

    assertThat(dead.redrive(chosen -> chosen.id().equals(letter.id()), pushes))
        .containsExactly(letter);
    assertThat(dead.list()).isEmpty();
    assertThat(queue.receive())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.body()).isEqualTo(letter.body());
              assertThat(group(message)).isEqualTo(unknown.fullName());
            });
  }

  @Test
  void whatMayHaveKilledTheFunctionTakesNoOtherMessageAlong() {
    ProjectPush function = function(platform.projection());
    send(POLICIES, SHOP);
    for (int killed = 0; killed <= ProjectPush.RECEIVES_OF_UNFORESEEN; killed++) {
      queue.receive().forEach(queue::giveBack);
    }

    assertThat(work(function)).isEmpty();

    assertThat(platform.counters().of(CounterNames.PUSHES_PROJECTED)).isEqualTo(1);
    List<Message> next = queue.receive();
    assertThat(next).hasSize(1).allMatch(message -> receives(message) == 1);
    assertThat(settle(function, next)).isEmpty();
    assertThat(platform.counters().of(CounterNames.PUSHES_PROJECTED)).isEqualTo(2);
  }

  @Test
  void whereNoDeadLetterCanBeWrittenTheMessageComesAgain() {
    try (DeadLetterQueue nowhere = new DeadLetterQueue(QueueFixture.nowhere())) {
      ProjectPush function =
          new ProjectPush(platform.projection(), pushes, nowhere, platform.counters());
      queue.send("group", "garbage");
      assertThat(work(function)).containsExactly("group");
      assertThatThrownBy(nowhere::list).hasMessageContaining("nothing is lost, a retry is safe");
    }
    assertThat(platform.counters().of(CounterNames.DEAD_LETTERS)).isZero();
  }

  private ProjectPush function(Projection projection) {
    return new ProjectPush(projection, pushes, dead, platform.counters());
  }

  /// Has every fetch of the repository throw.
  private static Function<PushSource, Optional<URI>> failing(
      PushSource repository, Class<? extends Throwable> kind) {
    return source -> {
      if (source.equals(repository)) {
        if (kind == StackOverflowError.class) {
          throw new StackOverflowError();
        }
        throw new IllegalStateException("nobody foresaw this");
      }
      return Optional.empty();
    };
  }

  private void send(PushSource... sources) {
    for (PushSource source : sources) {
      String any = "a".repeat(40);
      queue.send(source.fullName(), new PushEvent(source, "refs/heads/main", any, any, "d").json());
    }
  }

  /// Hands in what can be received now, and does with each message what SQS does then.
  ///
  /// @return the groups of the messages that come again
  private List<String> work(ProjectPush function) {
    return settle(function, queue.receive());
  }

  private List<String> settle(ProjectPush function, List<Message> taken) {
    List<String> failed =
        function.handle(QueueFixture.batch(taken), Deadline.NONE).getBatchItemFailures().stream()
            .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
            .toList();
    for (Message message : taken) {
      if (failed.contains(message.messageId())) {
        queue.giveBack(message);
      } else {
        queue.delete(message);
      }
    }
    return taken.stream()
        .filter(message -> failed.contains(message.messageId()))
        .map(DeadLettersTest::group)
        .toList();
  }

  private static int receives(Message message) {
    return Integer.parseInt(
        String.valueOf(
            message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
  }

  private static String group(Message message) {
    return String.valueOf(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID));
  }
}
