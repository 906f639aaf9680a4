package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.projection.GraphWriter;
import com.caiatech.afdp.graphmodel.projection.Observation;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.lambdas.evidence.Observations;
import com.caiatech.afdp.lambdas.evidence.ObservedFault;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.platform.Platform;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes what structural faults hosts of volumes show, and when they are gone: first in the
/// evidence, then in the graph.
final class HostFaults {
  private static final Logger LOG = LoggerFactory.getLogger(HostFaults.class);

  private final EvidenceStore evidence;
  private final GraphWriter graph;
  private final Counters counters;
  private final Clock clock = Clock.systemUTC();

  HostFaults(EvidenceStore evidence, GraphWriter graph, Counters counters) {
    this.evidence = evidence;
    this.graph = graph;
    this.counters = counters;
  }

  /// Writes into the graph what the evidence has: all of it into a graph that knows nothing of the
  /// volume, else what was noted last, which a process may have died over.
  void restore(VolumeName volume, boolean intoNothing) {
    List<Observations.Noted> all = evidence.observations(volume).all();
    write(volume, intoNothing || all.isEmpty() ? all : List.of(all.getLast()));
  }

  /// Notes the fault that the host shows now, or that it shows none.
  ///
  /// @param shown the head that the host shows; absent where the branch is gone
  void note(
      Platform.Volume volume,
      LedgerMirror mirror,
      CommitReading.@Nullable Structural fault,
      @Nullable CommitId shown) {
    Observations observations = evidence.observations(volume.name());
    Instant now = clock.instant();
    if (fault == null) {
      if (observations.end(now)) {
        counters.count(CounterNames.VOLUMES_RESUMED);
        LOG.info("Volume {} goes on: its host shows no fault any more", volume.name());
        restore(volume.name(), false);
      }
      return;
    }
    if (shown != null) {
      mirror.refuse(shown);
    }
    if (observations.see(fault, shown, now)) {
      counters.count(CounterNames.VOLUMES_STOPPED);
      LOG.error("{}", fault.describe());
      restore(volume.name(), true);
    }
  }

  private void write(VolumeName volume, List<Observations.Noted> noted) {
    if (!noted.isEmpty()) {
      graph.observe(noted.stream().map(one -> observation(volume, one)).toList());
    }
  }

  private static Observation observation(VolumeName volume, Observations.Noted noted) {
    ObservedFault fault = noted.fault();
    return new Observation(
        volume,
        noted.number(),
        fault.kind(),
        fault.reason(),
        fault.found(),
        fault.path(),
        fault.seenAt(),
        noted.goneAt());
  }
}
