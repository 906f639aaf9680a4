package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.CommitReadings;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.PushedMark;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import java.nio.file.Path;
import java.util.List;

/// Records that what a worker pushed last to a volume is given up, because nobody has it any more:
/// the worker goes on from what the volume holds.
public final class LedgerLowerMark {
  private final StateLayout layout;
  private final Platform.Volume volume;
  private final String work;

  private LedgerLowerMark(StateLayout layout, Platform.Volume volume, String work) {
    this.layout = layout;
    this.volume = volume;
    this.work = work;
  }

  /// Pushes back what is there, and gives the rest up by a record that the root key of a stopped
  /// runner signs.
  ///
  /// @param reason why it is given up
  /// @param roots files with the keys of roots that sign beside the state folder's own
  /// @throws InfraException.Refused when there is no platform in the folder, nothing to give up, or
  ///   the roots that the policy asks for do not sign
  /// @throws InfraException.Unavailable when a runner holds the folder, or the record is not taken
  public static MarkLowered run(Path state, VolumeName name, String reason, List<Path> roots) {
    String work = "lowering the mark of " + name + ": ";
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs())) {
      Platform.Volume volume =
          new PlatformFile(folder.layout().platform())
              .current()
              .volume(name)
              .orElseThrow(() -> new InfraException.Refused(work + "there is no such volume"));
      return new LedgerLowerMark(folder.layout(), volume, work).run(reason, roots);
    } catch (WorkersException | LambdasException | SchemasException fault) {
      throw new InfraException.Unavailable(work + fault.getMessage(), fault);
    }
  }

  private MarkLowered run(String reason, List<Path> roots) {
    PushedMark missing = missing();
    VolumePosition end = end();
    MarkLowered lowered =
        new MarkLowered(
            volume.name(),
            missing.place(),
            new MarkLowered.Mark(end.size(), end.head()),
            reason,
            List.of());
    record(lowered, roots);
    return lowered;
  }

  /// What is neither on the host nor here once all that is here was pushed.
  private PushedMark missing() {
    PushedMark missing = LedgerRepair.missing(volume, layout, work);
    if (missing == null) {
      throw new InfraException.Refused(
          work + "the host shows all that was pushed; nothing was changed");
    }
    return missing;
  }

  /// How far the volume goes on its host.
  private VolumePosition end() {
    try (VolumeStore store = SharedDisk.open(layout.ledger(volume.name().value()))) {
      VolumeReader reader = new VolumeReader(store.repository(), volume.series(), volume.name());
      try (CommitReadings readings = reader.since(VolumePosition.start(volume.name()))) {
        while (readings.hasNext()) {
          if (readings.next() instanceof CommitReading.Structural fault) {
            throw new InfraException.Refused(work + fault.describe());
          }
        }
        return readings.position();
      }
    }
  }

  private void record(MarkLowered lowered, List<Path> roots) {
    Bootstrap bootstrap = Bootstrap.ensure(layout);
    try (Ledgers ledgers = ledgers(bootstrap)) {
      RootSigning signing =
          RootSigning.by(
              layout, bootstrap, ledgers.policies().currentOrNobody().policy(), roots, work);
      ledgers.writer().write(List.of(signing.lowering(lowered)));
    }
  }

  /// A mark on the trust policies themselves would keep the record out that lowers it.
  private Ledgers ledgers(Bootstrap bootstrap) {
    Path marks =
        volume.series() == Series.TRUST_POLICY
            ? layout.marks().resolve("lowering")
            : layout.marks();
    return StateLedgers.open(layout, bootstrap, List.of(Series.TRUST_POLICY), marks, moved -> {});
  }
}
