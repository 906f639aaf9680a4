package com.caiatech.afdp.workers.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.schemas.id.DeploymentId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Channels on threads of their own.
class NotifierTest {
  private static final Pace SELDOM =
      new Pace(List.of(Duration.ofMillis(1)), Duration.ofHours(1), Duration.ofDays(1));
  private static final Pace OFTEN =
      new Pace(List.of(Duration.ofMillis(1)), Duration.ofMillis(50), Duration.ofDays(1));

  @TempDir Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private Happenings happenings;

  @BeforeEach
  void open() throws Exception {
    happenings = new Happenings(folder.resolve("ledgers"));
  }

  @AfterEach
  void close() {
    happenings.close();
  }

  @Test
  void aBellHasThemLookAndAChannelThatHangsHoldsUpNoOther() throws Exception {
    Channel hanging =
        event -> {
          Thread.currentThread().join();
          return new Delivery.Taken();
        };
    try (Notifier notifier = notifier(SELDOM, channel("stuck", hanging), telling("ops"))) {
      notifier.start(happenings.readings(), () -> Happenings.PLATFORM);
      awaitOutbox("ops");
      awaitOutbox("stuck");
      DeploymentId id = happenings.failed("broken");
      notifier.wake();
      assertThat(next()).isEqualTo("ops deployment_failed_" + id);
      await()
          .untilAsserted(
              () ->
                  assertThat(notifier.counts())
                      .extracting(ChannelCounts::channel, ChannelCounts::sent)
                      .containsExactlyInAnyOrder(tuple("stuck", 0L), tuple("ops", 1L)));
    }
  }

  @Test
  void ofSeveralOnOneFolderOneSendsAndAnotherTakesOver() throws Exception {
    Notifier first = notifier(OFTEN, telling("ops"));
    try (Notifier second = notifier(OFTEN, telling("ops"))) {
      first.start(happenings.readings(), () -> Happenings.PLATFORM);
      awaitOutbox("ops");
      second.start(happenings.readings(), () -> Happenings.PLATFORM);
      DeploymentId one = happenings.failed("one");
      assertThat(next()).isEqualTo("ops deployment_failed_" + one);
      await().until(() -> first.counts().getFirst().sent() == 1);
      first.close();
      DeploymentId two = happenings.failed("two");
      assertThat(next()).isEqualTo("ops deployment_failed_" + two);
      await().until(() -> second.counts().getFirst().sent() == 1);
    } finally {
      first.close();
    }
    assertThat(told).isEmpty();
  }

  private void awaitOutbox(String name) {
    await().until(() -> Outbox.read(outboxes().resolve(name + ".json")).isPresent());
  }

  private String next() throws InterruptedException {
    String next = told.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("an event within a minute").isNotNull();
    return String.valueOf(next);
  }

  private ConfiguredChannel telling(String name) {
    return channel(
        name,
        event -> {
          told.add(name + " " + event.id());
          return new Delivery.Taken();
        });
  }

  private static ConfiguredChannel channel(String name, Channel channel) {
    return new ConfiguredChannel(name, Filter.of(EventKind.FAILED), channel);
  }

  private Notifier notifier(Pace pace, ConfiguredChannel... channels) {
    return new Notifier(
        new NotificationSettings.Configured(null, List.of(channels)),
        outboxes(),
        pace,
        Clock.systemUTC());
  }

  private Path outboxes() {
    return folder.resolve("outboxes");
  }
}
