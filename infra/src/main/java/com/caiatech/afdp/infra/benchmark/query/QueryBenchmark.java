package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.benchmark.query.Load.Asked;
import com.caiatech.afdp.infra.state.StateLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Each question on a generated graph: through the gateway, beside the same by hand over the raw
/// driver and, where Node is there, beside `@neo4j/graphql`, in turns. Database, gateway and peer
/// are processes of their own.
public final class QueryBenchmark {
  private static final int TURNS = 3;
  private static final int PLANNED_WITHIN = 5;

  private final StateLayout layout;
  private final Path work;
  private final Duration warmUp;

  /// @param state the state folder of a graph that is made already
  /// @param work an empty folder, for logs and what the peer is installed into
  /// @param warmUp how long each side is asked each question by one caller before anything counts:
  ///   callers who keep all processors busy leave none to the compilers
  public QueryBenchmark(Path state, Path work, Duration warmUp) {
    this.layout = new StateLayout(state);
    this.work = work;
    this.warmUp = warmUp;
  }

  /// Asks everything.
  ///
  /// @param callers how many at once, one number after the other
  /// @param duration for each question, number of callers and side
  /// @param peer whether the peer is asked too
  /// @param progress is told how far it is
  public List<QueryResult> run(
      List<Integer> callers, Duration duration, boolean peer, Consumer<String> progress)
      throws IOException {
    Files.createDirectories(work);
    String password = Files.readString(layout.neo4jPassword()).strip();
    try (ServerProcess graph = MeasuredServers.graph(layout, work);
        Sides sides = new Sides()) {
      sides.add(MeasuredServers.gateway(layout, work, graph));
      RawSide raw = new RawSide(graph.address(), password);
      sides.add(raw);
      progress.accept("on a graph of " + raw.size());
      if (peer) {
        Peer.start(work, graph.address(), password, progress).ifPresent(sides::add);
      }
      List<Asked> all = raw.asked();
      for (Asked asked : all) {
        progress.accept("warming up: " + asked.question().name());
        for (Side side : sides.who(asked.question())) {
          plan(side, asked);
        }
        requireSame(sides, asked);
        for (Side side : sides.who(asked.question())) {
          new Load(side, asked).run(1, warmUp);
        }
      }
      List<QueryResult> results = new ArrayList<>();
      for (Asked asked : all) {
        for (int number : callers) {
          progress.accept("%s, %d at once".formatted(asked.question().name(), number));
          results.add(measure(sides, asked, number, duration));
        }
      }
      return results;
    }
  }

  private static QueryResult measure(Sides sides, Asked asked, int callers, Duration duration) {
    Map<Side, Load.Measured> measured = new LinkedHashMap<>();
    for (Side side : sides.who(asked.question())) {
      new Load(side, asked).run(callers, duration.dividedBy(10));
      measured.put(side, Load.Measured.NOTHING);
    }
    for (int turn = 0; turn < TURNS; turn++) {
      measured.replaceAll(
          (side, before) ->
              before.plus(new Load(side, asked).run(callers, duration.dividedBy(TURNS))));
    }
    return new QueryResult(asked.question().name(), callers, measured);
  }

  /// Asks once, and again where the database took longer to plan the statement than it may run.
  private static void plan(Side side, Asked asked) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        int _ = side.ask(asked.question(), asked.subjects().getFirst());
        return;
      } catch (InfraException.Refused late) {
        if (attempt == PLANNED_WITHIN) {
          throw late;
        }
      }
    }
  }

  /// Makes sure that the sides speak of the same.
  private static void requireSame(Sides sides, Asked asked) throws IOException {
    Question question = asked.question();
    int most = 0;
    for (Map<String, Object> subject : asked.subjects()) {
      int expected = sides.raw().ask(question, subject);
      int found = sides.gateway().ask(question, subject);
      if (question.comparable() && expected != found) {
        throw new InfraException.Refused(
            "%s about %s: expected %d items as the raw driver finds, found %d"
                .formatted(question.name(), subject, expected, found));
      }
      most = Math.max(most, found);
    }
    if (most == 0) {
      throw new InfraException.Refused(
          "%s: expected an item of some subject, found none".formatted(question.name()));
    }
  }

  /// All who are asked, the gateway first and the raw driver second.
  private static final class Sides implements AutoCloseable {
    private final List<Side> all = new ArrayList<>();

    void add(Side side) {
      all.add(side);
    }

    Side gateway() {
      return all.get(0);
    }

    Side raw() {
      return all.get(1);
    }

    List<Side> who(Question question) {
      return all.stream().filter(side -> side.knows(question)).toList();
    }

    @Override
    public void close() throws IOException {
      for (Side side : all) {
        side.close();
      }
    }
  }
}
