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
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The scheduled function that finds what no webhook told of: it compares the heads of all
/// repositories with what is in the graph, queues a push for each that differs (new commits, a
/// rewritten or a deleted branch), and tries the ranges that wait for their repository.
public final class ReconcileLedgers
    implements RequestHandler<ScheduledEvent, ReconcileLedgers.Report>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileLedgers.class);

  private final Projection projection;
  private final PushQueue queue;
  private final Counters counters;

  /// What a run did.
  ///
  /// @param queued the repositories for which a push was queued, by their full names
  /// @param unreachable the repositories that did not answer, by their full names
  /// @param pendingRanges how many ranges still wait for their repository
  public record Report(List<String> queued, List<String> unreachable, int pendingRanges) {
    public Report {
      queued = List.copyOf(queued);
      unreachable = List.copyOf(unreachable);
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
    this.projection = projection;
    this.queue = queue;
    this.counters = counters;
  }

  @Override
  public Report handleRequest(ScheduledEvent event, Context context) {
    return run(Deadline.of(context));
  }

  Report run(Deadline deadline) {
    Sweep sweep = Sweep.over(projection);
    for (PushEvent missed : sweep.missed()) {
      queue.send(missed);
      counters.count(CounterNames.RECONCILED);
      LOG.info("Reconciliation found a push to {}", missed.repository().fullName());
    }
    return new Report(
        sweep.missed().stream().map(missed -> missed.repository().fullName()).toList(),
        sweep.unreachable(),
        projection.resolveRanges(deadline));
  }

  @Override
  public void close() {
    projection.close();
    queue.close();
  }
}
