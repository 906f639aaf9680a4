package com.caiatech.afdp.lambdas;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.intake.Sweep;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The scheduled function that finds what no webhook told of: it compares the heads of all
/// repositories with what is in the graph, queues a push for each that differs (new commits, a
/// rewritten or a deleted branch) as soon as it sees it, and tries the ranges that wait for their
/// repository.
public final class ReconcileLedgers
    implements RequestHandler<ScheduledEvent, ReconcileLedgers.Report>, AutoCloseable {
  private final Projection projection;
  private final Sweep sweep;
  private final PushQueue queue;
  private final Counters counters;

  /// What a run did; each list in alphabetical order.
  ///
  /// @param queued the repositories for which a push was queued, by their full names
  /// @param unreachable the repositories that did not answer, by their full names
  /// @param leftOut the repositories that were not asked, by their full names: their host did not
  ///   answer for another one, or the time was over; they come first in the next run
  /// @param pendingRanges how many ranges still wait for their repository
  public record Report(
      List<String> queued, List<String> unreachable, List<String> leftOut, int pendingRanges) {
    public Report {
      queued = List.copyOf(queued);
      unreachable = List.copyOf(unreachable);
      leftOut = List.copyOf(leftOut);
    }
  }

  /// Reads its settings from environment variables.
  public ReconcileLedgers() {
    this(
        ProjectionConfiguration.read(System.getenv()),
        QueueConfiguration.read(System.getenv()),
        new Counters());
  }

  private ReconcileLedgers(
      ProjectionConfiguration configuration, QueueConfiguration queue, Counters counters) {
    this(new Projection(configuration, counters), new PushQueue(queue), counters);
  }

  /// @param projection closed with the function
  /// @param queue closed with the function
  public ReconcileLedgers(Projection projection, PushQueue queue, Counters counters) {
    this(projection, queue, counters, Sweep.LIMIT);
  }

  /// @param limit how long a repository may take to show its branches
  ReconcileLedgers(Projection projection, PushQueue queue, Counters counters, Duration limit) {
    this.projection = projection;
    this.sweep = new Sweep(projection, limit);
    this.queue = queue;
    this.counters = counters;
  }

  @Override
  public Report handleRequest(ScheduledEvent event, Context context) {
    return run(Deadline.of(context));
  }

  Report run(Deadline deadline) {
    Sweep.Found found = sweep.run(deadline, this::queue);
    Set<RepositoryName> silent = new HashSet<>();
    Stream.of(found.unreachable(), found.leftOut())
        .flatMap(Collection::stream)
        .forEach(
            source -> {
              if (source instanceof PushSource.Source(RepositoryName name)) {
                silent.add(name);
              }
            });
    return new Report(
        names(found.told()),
        names(found.unreachable()),
        names(found.leftOut()),
        projection.resolveRanges(deadline, silent));
  }

  @Override
  public void close() {
    projection.close();
    queue.close();
  }

  private void queue(PushEvent missed) {
    queue.send(missed);
    counters.count(CounterNames.RECONCILED);
  }

  private static List<String> names(Set<PushSource> sources) {
    return sources.stream().map(PushSource::fullName).sorted().toList();
  }
}
