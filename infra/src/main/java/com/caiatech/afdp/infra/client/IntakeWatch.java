package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.infra.InfraException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells on stderr how far intakes are, every few seconds, while somebody waits for what may need
/// one. What is quicker is not told, and what was told is not repeated.
public final class IntakeWatch implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final GatewayClient client;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private IntakeWatch(GatewayClient client) {
    this.client = client;
    this.thread = Thread.ofVirtual().name("intake-watch").unstarted(this::run);
  }

  /// Begins; it is to be closed.
  public static IntakeWatch over(GatewayClient client) {
    IntakeWatch watch = new IntakeWatch(client);
    watch.thread.start();
    return watch;
  }

  /// How far the intakes are that go on, as it is told at that moment.
  static List<String> lines(GatewayClient client, Instant at) {
    return IntakeLines.of(IntakeLines.read(client::send), at);
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }

  private void run() {
    List<String> told = List.of();
    try {
      while (!closed.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
        told = tell(told);
      }
    } catch (InterruptedException ended) {
      return;
    }
  }

  /// Tells how far they are, where that is something else than was told last.
  private List<String> tell(List<String> told) {
    List<String> lines;
    try {
      lines = lines(client, Instant.now());
    } catch (InfraException unanswered) {
      return told; // a busy gateway answers the next time; who waits tells what there is to tell
    }
    if (!lines.equals(told)) {
      lines.forEach(line -> Terminal.progress("  intake " + line));
    }
    return lines;
  }
}
