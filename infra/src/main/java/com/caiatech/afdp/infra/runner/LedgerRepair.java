package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.HostRepair;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import com.caiatech.afdp.workers.ledger.PushedMark;
import com.caiatech.afdp.workers.ledger.PutBack;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pushes what the evidence accepted, and what the workers pushed and still have, back to the hosts
/// of ledgers.
public final class LedgerRepair {
  private LedgerRepair() {}

  /// What came of one volume.
  public record Repaired(VolumeName name, HostRepair.Repaired result) {}

  /// Puts the branches of all volumes of a stopped runner back, where that is a fast-forward.
  ///
  /// @throws InfraException.Refused when there is no platform in the folder
  /// @throws InfraException.Unavailable when a runner holds the folder, or a host does not take a
  ///   head; the volumes before it are repaired
  public static List<Repaired> run(Path state) {
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs())) {
      StateLayout layout = folder.layout();
      Platform platform = new PlatformFile(layout.platform()).current();
      return run(
          layout.evidence(),
          evidence ->
              platform.volumes().stream().map(volume -> repair(volume, layout, evidence)).toList());
    }
  }

  /// The same for ledgers elsewhere, while their workers are stopped.
  ///
  /// @param evidence the folder of the evidence store
  /// @param marks the folder of the workers' marks
  /// @throws InfraException.Unavailable when a host does not take a head; the volumes before it are
  ///   repaired
  public static List<Repaired> run(Map<Series, LedgerPlace> places, Path evidence, Path marks) {
    return run(
        evidence,
        store -> {
          List<Repaired> repaired = new ArrayList<>();
          places.forEach((series, place) -> repaired.addAll(chain(series, place, store, marks)));
          return repaired;
        });
  }

  /// One volume of a stopped runner.
  static Repaired repair(Platform.Volume volume, StateLayout layout, EvidenceStore evidence) {
    try (VolumeStore store = SharedDisk.open(layout.ledger(volume.name().value()))) {
      return repair(volume.name(), volume.series(), store, evidence, layout.marks());
    }
  }

  /// What a worker pushed to one volume of a stopped runner and is neither on the host nor here
  /// once all that is here was pushed; absent where all is there.
  ///
  /// @param work what the volume has to be whole for
  /// @throws InfraException.Refused when the host shows another history
  static @Nullable PushedMark missing(Platform.Volume volume, StateLayout layout, String work) {
    try (EvidenceStore evidence = new EvidenceStore(layout.evidence())) {
      HostRepair.Repaired repaired = repair(volume, layout, evidence).result();
      if (repaired.outcome() instanceof PutBack.Forked forked) {
        throw new InfraException.Refused(
            work
                + "the host shows "
                + forked.shown()
                + ", which "
                + forked.known()
                + " does not descend from; put its branch back first: afdp ledger repair");
      }
      return repaired.missing();
    }
  }

  private static List<Repaired> run(
      Path evidence, Function<EvidenceStore, List<Repaired>> repairing) {
    try (EvidenceStore store = new EvidenceStore(evidence)) {
      return repairing.apply(store);
    } catch (LambdasException | WorkersException | SchemasException fault) {
      throw new InfraException.Unavailable(
          "repairing ledgers by the evidence in " + evidence + ": " + fault.getMessage(), fault);
    }
  }

  /// The first volume of a series, and those that follow it as far as the evidence knows them.
  private static List<Repaired> chain(
      Series series, LedgerPlace place, EvidenceStore evidence, Path marks) {
    List<Repaired> repaired = new ArrayList<>();
    VolumeName name = series.firstVolume();
    try (VolumeStore first = place.open()) {
      repaired.add(repair(name, series, first, evidence, marks));
      for (name = name.next(); evidence.holds(name); name = name.next()) {
        try (VolumeStore next = first.beside(name)) {
          repaired.add(repair(name, series, next, evidence, marks));
        }
      }
    }
    return repaired;
  }

  private static Repaired repair(
      VolumeName name, Series series, VolumeStore store, EvidenceStore evidence, Path marks) {
    LedgerMirror mirror = evidence.ledger(name, series);
    VolumeReader reader = new VolumeReader(store.repository(), series, name);
    return new Repaired(
        name,
        new HostRepair(store, reader, marks).run(mirror.accepted().orElse(null), mirror.folder()));
  }
}
