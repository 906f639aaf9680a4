package com.caiatech.afdp.infra.client;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Server-sent events of a subscription, in GraphQL's distinct connections mode. The gateway sends
/// a comment every few seconds while nothing happens: a stream that says nothing was lost, and is
/// cut, as it is when its time is over.
final class EventStream implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private final InputStream body;
  private final BufferedReader lines;
  private final long end;
  private final Thread guard;
  private volatile long lastLine = System.nanoTime();

  EventStream(InputStream body, Duration atMost) {
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    this.end = lastLine + Math.min(atMost.toMillis(), Duration.ofDays(1).toMillis()) * 1_000_000;
    this.guard = Thread.ofVirtual().name("event-stream").start(this::cutInTime);
  }

  /// The data of the next event; absent once the stream is complete.
  ///
  /// @throws IOException when it was cut before
  Optional<String> next() throws IOException {
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        throw new EOFException("the stream of events was cut");
      }
      lastLine = System.nanoTime();
      if (line.startsWith("data:") && line.length() > 6) {
        return Optional.of(line.substring(5));
      }
      if (line.startsWith("event:") && line.substring(6).strip().equals("complete")) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void close() throws IOException {
    guard.interrupt();
    body.close();
  }

  private void cutInTime() {
    try {
      long left = left();
      while (left > 0) {
        Thread.sleep(Duration.ofNanos(left));
        left = left();
      }
      body.close();
    } catch (InterruptedException | IOException over) {
      return; // whoever reads sees that it is closed
    }
  }

  private long left() {
    long now = System.nanoTime();
    return Math.min(end - now, lastLine + SILENCE.toNanos() - now);
  }
}
