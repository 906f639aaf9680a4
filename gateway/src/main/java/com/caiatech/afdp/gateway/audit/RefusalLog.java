package com.caiatech.afdp.gateway.audit;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the mutations that were refused. No request waits for it: what comes within half a second
/// is written together, those alike as one line with how many there were, and what cannot be
/// written is counted and told by a line as soon as one can.
public final class RefusalLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration TOGETHER = Duration.ofMillis(500);
  private static final Duration LAST_LINES = Duration.ofSeconds(10);
  private static final int MOST_WAITING = 10_000;

  private final RefusalFiles files;
  private final Clock clock;
  private final Counter lostInAll;
  private final BlockingQueue<RefusedMutation> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private final Thread writer;
  private volatile boolean closed;
  private boolean failing;

  private RefusalLog(RefusalFiles files, MeterRegistry registry, Clock clock) {
    this.files = files;
    this.clock = clock;
    this.lostInAll =
        Counter.builder("gateway.refusals.lost")
            .description("refused mutations of which the audit log has no line of their own")
            .register(registry);
    this.writer = Thread.ofPlatform().daemon().name("refused-mutations").unstarted(this::work);
  }

  /// Reads the log, as {@link RefusalLog#read} does.
  @FunctionalInterface
  public interface Reader {
    /// Lines after that number.
    ///
    /// @throws IOException where they cannot be read
    Page read(long after, int most) throws IOException;
  }

  /// Lines of the log, each a JSON object with its line feed.
  ///
  /// @param head the last line that there is, of whatever page
  public record Page(String lines, RefusalChain.Head head) {}

  /// What is told of as one: the same person's, of one mutation, for one reason.
  private record Alike(PersonId person, String mutation, RefusalReason reason) {}

  /// Goes on with the log of the folder.
  ///
  /// @param mostBytes of all its files together
  /// @throws GatewayException.StartFault where it cannot be written, or another gateway writes it
  public static RefusalLog open(Path folder, long mostBytes, MeterRegistry registry, Clock clock) {
    try {
      RefusalLog log = new RefusalLog(new RefusalFiles(folder, mostBytes), registry, clock);
      if (log.files.torn() > 0) {
        log.files.append(List.of(log.line("resumed").put("tornBytes", log.files.torn())));
      }
      log.writer.start();
      return log;
    } catch (IOException unusable) {
      throw new GatewayException.StartFault(
          "opening the log of refused mutations in %s failed: %s".formatted(folder, unusable),
          unusable);
    }
  }

  /// Takes a refused mutation; it is in the log within about a second.
  public void add(RefusedMutation refused) {
    if (closed || !waiting.offer(refused)) {
      lost.incrementAndGet();
      lostInAll.increment();
    }
  }

  /// The lines after that number.
  ///
  /// @param most at most so many; fewer where they are long
  /// @throws IOException where they cannot be read
  public Page read(long after, int most) throws IOException {
    return files.read(after, most);
  }

  private void work() {
    List<RefusedMutation> batch = new ArrayList<>();
    try {
      while (!closed || !waiting.isEmpty()) {
        RefusedMutation first = waiting.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
          if (!closed) {
            Thread.sleep(TOGETHER);
          }
          waiting.drainTo(batch);
        }
        if (!batch.isEmpty() || lost.get() > 0) {
          write(batch);
          batch.clear();
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<RefusedMutation> batch) {
    long untold = lost.getAndSet(0);
    List<ObjectNode> lines = new ArrayList<>(lines(batch));
    if (untold > 0) {
      lines.add(line("lost").put("count", untold));
    }
    try {
      files.append(lines);
      failing = false;
    } catch (IOException failed) {
      lost.addAndGet(untold + batch.size());
      lostInAll.increment(batch.size());
      if (!failing) {
        LOG.error("{} refused mutations cannot be written to the audit log", batch.size(), failed);
      }
      failing = true;
    }
  }

  private List<ObjectNode> lines(List<RefusedMutation> batch) {
    Map<Alike, List<RefusedMutation>> groups = new LinkedHashMap<>();
    for (RefusedMutation refused : batch) {
      groups
          .computeIfAbsent(
              new Alike(refused.person(), refused.mutation(), refused.reason()),
              _ -> new ArrayList<>())
          .add(refused);
    }
    return groups.values().stream().map(RefusalLog::told).toList();
  }

  private static ObjectNode told(List<RefusedMutation> alike) {
    RefusedMutation first = alike.getFirst();
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "refused")
            .put("at", first.at().toString())
            .put("until", alike.getLast().at().toString())
            .put("count", alike.size())
            .put("person", first.person().value())
            .put("grants", first.grants())
            .put("mutation", first.mutation())
            .put("reason", first.reason().name());
    put(line, "environment", first.scope().environment());
    put(line, "service", first.scope().service());
    put(line, "request", first.request());
    put(line, "subject", first.subject());
    return line;
  }

  private static void put(ObjectNode line, String field, @Nullable Object value) {
    if (value != null) {
      line.put(field, value.toString());
    }
  }

  private ObjectNode line(String kind) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", kind)
        .put("at", clock.instant().toString());
  }

  /// Writes what waits, for ten seconds at most.
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      if (!writer.join(LAST_LINES)) {
        LOG.error("{} refused mutations were not written to the audit log", waiting.size());
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    files.close();
  }
}
