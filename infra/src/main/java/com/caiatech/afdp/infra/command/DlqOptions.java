package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.runner.PlatformQueues;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.queue.DeadLetter;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.schemas.Excerpt;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every command shares that works on the dead-letter queue: which one, and how to print.
final class DlqOptions {
  /// What is to be known of the local queue.
  static final String LOCAL =
      "kept in memory until the platform stops; the next start looks at every repository anyway";

  private static final int LONGEST_LINE = 300;
  private static final int LONGEST_BODY = 20_000;

  @Mixin private final StateOptions state = new StateOptions();

  @Option(
      names = "--from-environment",
      description =
          "Work on the queues that AFDP_QUEUE_URL, AFDP_DEAD_LETTER_QUEUE_URL and AWS_REGION name,"
              + " as the functions do, instead of those of the platform on this machine.")
  private boolean fromEnvironment;

  StateOptions output() {
    return state;
  }

  boolean isLocal() {
    return !fromEnvironment;
  }

  /// The queues of the running platform, or those that the environment names.
  PlatformQueues queues() {
    if (fromEnvironment) {
      return PlatformQueues.read(System.getenv());
    }
    state.endpoints();
    return PlatformQueues.of(new StateLayout(state.state()))
        .orElseThrow(
            () ->
                new InfraException.Unavailable(
                    "the platform on " + state.state() + " has no queue; start it with: afdp up"));
  }

  /// The dead-letter queue; whoever asks for it closes it.
  DeadLetterQueue open() {
    return new DeadLetterQueue(queues().deadLetters());
  }

  /// The one of that id.
  ///
  /// @throws InfraException.Refused when there is none
  static DeadLetter find(List<DeadLetter> letters, String id) {
    return letters.stream()
        .filter(letter -> letter.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InfraException.Refused(
                    "no dead letter has the id '" + id + "'; see: afdp dlq list"));
  }

  static ObjectNode json(DeadLetter letter) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", letter.id())
        .put("group", letter.group())
        .put("failedAt", letter.failedAt().map(Instant::toString).orElse(null))
        .put("receives", letter.receives())
        .put("reason", letter.reason())
        .put("body", letter.body());
  }

  static String line(DeadLetter letter) {
    return "%s  %s  %s: %s"
        .formatted(
            letter.id(),
            letter.failedAt().map(Instant::toString).orElse("at an unknown time"),
            Excerpt.of(letter.group(), LONGEST_LINE),
            Excerpt.of(letter.reason(), LONGEST_LINE));
  }

  static String text(DeadLetter letter) {
    return "%s%n  group     %s%n  failed    %s%n  received  %s%n  reason    %s%n  message   %s"
        .formatted(
            letter.id(),
            Excerpt.of(letter.group(), LONGEST_LINE),
            letter.failedAt().map(Instant::toString).orElse("at an unknown time"),
            letter.receives() == 0 ? "unknown" : letter.receives() + " times",
            Excerpt.of(letter.reason(), LONGEST_BODY),
            Excerpt.of(letter.body(), LONGEST_BODY));
  }
}
