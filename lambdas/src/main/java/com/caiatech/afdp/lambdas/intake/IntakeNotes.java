package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.progress.IntakeActivity;
import com.caiatech.afdp.graphmodel.progress.IntakeWait;
import com.caiatech.afdp.graphmodel.progress.Progress;
import com.caiatech.afdp.graphmodel.progress.ProgressWriter;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushSource;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.neo4j.driver.Driver;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes in the graph how far intakes are, for whoever asks the gateway, and counts it for whoever
/// watches the functions. A note that cannot be written fails nobody; none is tried for a while
/// then.
final class IntakeNotes {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeNotes.class);
  private static final long SILENCE = Duration.ofSeconds(10).toNanos();

  private final ProgressWriter graph;
  private final Counters counters;
  private final InstantSource clock = InstantSource.system();
  private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());

  IntakeNotes(Driver driver, Counters counters) {
    this.graph = new ProgressWriter(driver);
    this.counters = counters;
  }

  /// An intake that begins now; it is to be closed.
  ///
  /// @param total how many there are; asked when that is told for the first time
  IntakeProgress begin(PushSource source, IntakeActivity activity, LongSupplier total) {
    return new IntakeProgress(this, source, activity, total);
  }

  /// What a repository has is fetched for the first time, which may take long.
  void fetching(PushSource source) {
    note(
        () ->
            graph.moved(
                new Progress(source, IntakeActivity.FETCHING, 0, null, null, clock.instant())));
  }

  /// How far it is.
  void moved(
      PushSource source, IntakeActivity activity, long done, long total, double ratePerSecond) {
    Double rate = ratePerSecond > 0 ? ratePerSecond : null;
    note(() -> graph.moved(new Progress(source, activity, done, total, rate, clock.instant())));
    counters.tell(CounterNames.INTAKE_DONE, source.fullName(), done);
    counters.tell(CounterNames.INTAKE_LEFT, source.fullName(), total - done);
  }

  /// What was to be done is done.
  void ended(PushSource source) {
    note(() -> graph.ended(source, clock.instant()));
  }

  /// It ended with a fault, and is tried again.
  void failed(PushSource source, Throwable fault) {
    if (fault instanceof LambdasException.Refused) {
      note(() -> graph.forget(source)); // it is no longer configured
    } else {
      note(() -> graph.waits(source, waitAfter(fault), clock.instant()));
    }
  }

  /// What is waited for after a fault. Its own words stay in the log: they may quote what a
  /// stranger said.
  static IntakeWait waitAfter(Throwable fault) {
    return switch (fault) {
      case LambdasException.OutOfTime _ -> IntakeWait.NEXT_CALL;
      case LambdasException.Unavailable _, LambdasException.LostObjects _ -> IntakeWait.REPOSITORY;
      case LambdasException.EvidenceFault _,
          SchemasException.LedgerFault _,
          SchemasException.SourceFault _,
          UncheckedIOException _ ->
          IntakeWait.STORAGE;
      case LambdasException.ConfigurationFault _,
          SchemasException.ConfigurationFault _,
          SchemasException.KeyFault _ ->
          IntakeWait.CONFIGURATION;
      case SchemasException.NewerThanSoftware _ -> IntakeWait.SOFTWARE;
      case Neo4jException _, GraphModelException _ -> IntakeWait.GRAPH;
      default -> IntakeWait.UNFORESEEN;
    };
  }

  private void note(Runnable note) {
    long now = System.nanoTime();
    if (now - silentUntil.get() < 0) {
      return;
    }
    try {
      note.run();
    } catch (Neo4jException unanswered) {
      silentUntil.set(now + SILENCE);
      LOG.warn("How far intakes are is not noted for a while: {}", unanswered.getMessage());
    }
  }
}
