package com.caiatech.afdp.infra.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks ten times a second at how many commits are in the graph, and at the memory of the `git`
/// processes that this one started. To be closed, which ends looking.
final class IntakeSampler implements AutoCloseable {
  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Path PROCESSES = Path.of("/proc");
  private static final Pattern GIT = Pattern.compile("^Name:\\s+git$", Pattern.MULTILINE);
  private static final Pattern RESIDENT =
      Pattern.compile("^VmHWM:\\s+([0-9]+) kB$", Pattern.MULTILINE);

  private final LongSupplier commits;
  private final List<Seen> seen = new ArrayList<>();
  private final Thread thread;
  private volatile boolean over;
  private volatile long peakBytes;

  private record Seen(long nanos, long commits) {}

  /// @param commits how many are in the graph now
  IntakeSampler(LongSupplier commits) {
    this.commits = commits;
    this.thread = Thread.ofPlatform().daemon().name("intake-sampler").start(this::look);
  }

  /// Commits a second of each tenth of what was taken in, as far as they can be told apart.
  ///
  /// @return first, last; empty where it was too fast to tell
  List<Double> firstAndLastTenth() {
    if (seen.isEmpty()) {
      return List.of();
    }
    Seen end = seen.getLast();
    long total = end.commits;
    Seen first = at(total / 10);
    Seen last = at(total - total / 10);
    return first.commits == 0 || last.nanos == end.nanos
        ? List.of()
        : List.of(rate(seen.getFirst(), first), rate(last, end));
  }

  private Seen at(long count) {
    return seen.stream().filter(one -> one.commits >= count).findFirst().orElse(seen.getLast());
  }

  private static double rate(Seen from, Seen to) {
    return (to.commits - from.commits) / ((to.nanos - from.nanos) / 1e9);
  }

  /// The most that lay in memory of all these processes together; 0 where the system does not say.
  long peakMegabytes() {
    return peakBytes >> 20;
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    long before = commits.getAsLong();
    while (!over) {
      seen.add(new Seen(System.nanoTime(), commits.getAsLong() - before));
      try (Stream<ProcessHandle> started = ProcessHandle.current().descendants()) {
        // what is about to become another program still shows this one's memory
        long bytes =
            started
                .map(IntakeSampler::status)
                .filter(status -> GIT.matcher(status).find())
                .mapToLong(IntakeSampler::resident)
                .sum();
        peakBytes = Math.max(peakBytes, bytes);
      }
      LockSupport.parkNanos(BETWEEN);
    }
    seen.add(new Seen(System.nanoTime(), commits.getAsLong() - before));
  }

  /// The most that this process ever had in memory, the embedded graph with it.
  static long ownPeakMegabytes() {
    return resident(status(ProcessHandle.current())) >> 20;
  }

  private static long resident(String status) {
    Matcher matcher = RESIDENT.matcher(status);
    return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : 0;
  }

  private static String status(ProcessHandle process) {
    Path file = PROCESSES.resolve(String.valueOf(process.pid())).resolve("status");
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException ended) {
      return "";
    }
  }
}
