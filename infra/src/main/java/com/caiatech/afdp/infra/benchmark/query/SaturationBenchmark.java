package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.benchmark.Latencies;
import com.caiatech.afdp.infra.benchmark.query.Load.Asked;
import com.caiatech.afdp.infra.state.StateLayout;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// How a gateway bears more than it can answer: callers ask all questions without a pause, as one
/// person who is left their share alone, and meanwhile it is asked whether it lives.
public final class SaturationBenchmark {
  private static final int PLANNED_WITHIN = 5;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final String SHED = "OVERLOADED";
  private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";
  private static final int MEGABYTE = 1 << 20;
  private static final int SMALL_MEGABYTES = 64;

  private final StateLayout layout;
  private final Path work;

  /// @param state the state folder of a graph that is made already
  /// @param work an empty folder
  public SaturationBenchmark(Path state, Path work) {
    this.layout = new StateLayout(state);
    this.work = work;
  }

  /// What it came to.
  ///
  /// @param codes how often each code of an error came, and the empty one of an answer
  /// @param answers how long those took that were answered
  /// @param alive how long it took to say that it lives
  /// @param silent how often it did not
  /// @param heapEarly the least megabytes in use in the second quarter of the time
  /// @param heapLate and in the last
  public record Result(
      Map<String, Integer> codes,
      Latencies answers,
      Latencies alive,
      int silent,
      long heapEarly,
      long heapLate) {
    public Result {
      codes = Map.copyOf(codes);
    }

    /// What came beside answers and shed requests.
    public Map<String, Integer> errors() {
      Map<String, Integer> errors = new TreeMap<>(codes);
      errors.keySet().removeAll(List.of("", SHED));
      return errors;
    }

    /// Whether it bore it: nothing but answers and shed requests, always alive, and no heap that
    /// grows to twice of what it was.
    public boolean holds() {
      return errors().isEmpty()
          && silent == 0
          && codes.containsKey("")
          && heapLate < 2 * heapEarly + SMALL_MEGABYTES;
    }

    /// A paragraph for people.
    public String text() {
      return String.format(
          Locale.ROOT,
          "saturation: %d answered, %d shed, other errors %s%n  answers  %s%n  alive    %s, %d times not%n  heap     %d MB in the second quarter, %d MB in the last%n",
          codes.getOrDefault("", 0),
          codes.getOrDefault(SHED, 0),
          errors(),
          answers.text(),
          alive.text(),
          silent,
          heapEarly,
          heapLate);
    }

    /// The same for programs.
    public ObjectNode toJson() {
      ObjectNode json =
          JsonNodeFactory.instance
              .objectNode()
              .put("answered", codes.getOrDefault("", 0))
              .put("shed", codes.getOrDefault(SHED, 0))
              .put("silent", silent)
              .put("heapEarlyMegabytes", heapEarly)
              .put("heapLateMegabytes", heapLate);
      errors().forEach(json.putObject("errors")::put);
      json.set("answers", answers.toJson());
      json.set("alive", alive.toJson());
      return json;
    }
  }

  /// Asks for so long.
  ///
  /// @param progress is told how far it is
  public Result run(int callers, Duration duration, Consumer<String> progress) throws IOException {
    Files.createDirectories(work);
    String password = Files.readString(layout.neo4jPassword()).strip();
    try (ServerProcess graph = MeasuredServers.graph(layout, work);
        HttpSide gateway = MeasuredServers.gateway(layout, work, graph, GatewayAlone.WITH_SHARES);
        RawSide raw = new RawSide(graph.address(), password);
        ExecutorService threads = Executors.newFixedThreadPool(callers + 1)) {
      List<Asked> asked = raw.asked();
      progress.accept(
          "%d callers for %d s, on a graph of %s"
              .formatted(callers, duration.toSeconds(), raw.size()));
      for (Asked each : asked) {
        plan(gateway, each);
      }
      long begin = System.nanoTime();
      long end = begin + duration.toNanos();
      List<Future<Callers>> running = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        Random random = new Random(caller);
        running.add(threads.submit(() -> askUntil(end, gateway, asked, random)));
      }
      Future<Watched> watched = threads.submit(() -> watchUntil(end, gateway));
      Map<String, Integer> codes = new TreeMap<>();
      List<Duration> answers = new ArrayList<>();
      for (Future<Callers> caller : running) {
        caller.get().codes.forEach((code, count) -> codes.merge(code, count, Integer::sum));
        answers.addAll(caller.get().answers);
      }
      Watched seen = watched.get();
      return new Result(
          codes,
          Latencies.of(answers),
          Latencies.of(seen.alive),
          seen.silent,
          seen.least(begin + duration.toNanos() / 4, begin + duration.toNanos() / 2),
          seen.least(end - duration.toNanos() / 4, Long.MAX_VALUE));
    } catch (ExecutionException failed) {
      throw new InfraException.Unavailable("a request failed: " + failed.getCause(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("the benchmark was interrupted", interrupted);
    }
  }

  /// Asks once, and again where the database took longer to plan the statement than it may run.
  private static void plan(HttpSide gateway, Asked asked) throws IOException {
    int attempts = 0;
    while (attempts++ < PLANNED_WITHIN
        && !error(gateway.send(asked.question(), asked.subjects().getFirst())).isEmpty()) {
      // it goes on planning meanwhile
    }
  }

  /// The code of the answer's first error, or empty where it has none.
  private static String error(JsonNode answer) {
    return answer.at("/errors/0/extensions/code").asText();
  }

  private record Callers(Map<String, Integer> codes, List<Duration> answers) {}

  private static Callers askUntil(long end, HttpSide gateway, List<Asked> asked, Random random)
      throws IOException {
    Callers found = new Callers(new TreeMap<>(), new ArrayList<>());
    while (System.nanoTime() < end) {
      Asked next = asked.get(random.nextInt(asked.size()));
      Map<String, Object> subject = next.subjects().get(random.nextInt(next.subjects().size()));
      long start = System.nanoTime();
      String code = error(gateway.send(next.question(), subject));
      found.codes.merge(code, 1, Integer::sum);
      if (code.isEmpty()) {
        found.answers.add(Duration.ofNanos(System.nanoTime() - start));
      }
    }
    return found;
  }

  private record Heap(long atNanos, long bytes) {}

  private static final class Watched {
    private final List<Duration> alive = new ArrayList<>();
    private final List<Heap> heaps = new ArrayList<>();
    private int silent;

    long least(long from, long until) {
      return heaps.stream()
              .filter(heap -> heap.atNanos >= from && heap.atNanos < until)
              .mapToLong(Heap::bytes)
              .min()
              .orElse(0)
          / MEGABYTE;
    }
  }

  private static Watched watchUntil(long end, HttpSide gateway)
      throws IOException, InterruptedException {
    Watched watched = new Watched();
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      if (gateway.get("/health/live") == null) {
        watched.silent++;
      } else {
        watched.alive.add(Duration.ofNanos(System.nanoTime() - start));
      }
      String metrics = gateway.get("/metrics");
      if (metrics != null) {
        watched.heaps.add(new Heap(System.nanoTime(), heap(metrics)));
      }
      Thread.sleep(LOOK);
    }
    return watched;
  }

  private static long heap(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(HEAP))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
