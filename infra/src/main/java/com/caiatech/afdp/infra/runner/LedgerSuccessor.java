package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.PushedMark;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Opens the next volume of a series. What the volume before it holds up to its last good commit
/// stays where it is and counts; new records go to the next one. The trust policy's next volume
/// begins with the records that open it.
public final class LedgerSuccessor {
  private LedgerSuccessor() {}

  /// What was opened.
  ///
  /// @param policyVersion the version of the trust policy from which on it counts
  public record Opened(SuccessorVolume volume, long policyVersion) {}

  /// Signs the opening, and the policy that grants it, with the root key of a stopped runner,
  /// records both in one commit and makes the repository.
  ///
  /// @param roots files with the keys of roots that sign beside the state folder's own
  /// @throws InfraException.Refused when there is no platform in the folder, or the volume before
  ///   it holds nothing, or lacks what was accepted or pushed, or the roots that the policy asks
  ///   for do not sign
  /// @throws InfraException.Unavailable when a runner holds the folder, or the records are not
  ///   taken
  public static Opened run(Path state, Series series, List<Path> roots) {
    String work = "opening the next volume of " + series + ": ";
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs())) {
      StateLayout layout = folder.layout();
      Bootstrap bootstrap = Bootstrap.ensure(layout);
      Opened opened = record(layout, bootstrap, series, roots, work);
      Bootstrap.ensure(layout); // makes the repository and has it served, fetched and projected
      return opened;
    } catch (WorkersException | SchemasException | LambdasException fault) {
      throw new InfraException.Unavailable(work + fault.getMessage(), fault);
    }
  }

  private static Opened record(
      StateLayout layout, Bootstrap bootstrap, Series series, List<Path> roots, String work) {
    TrustPolicy policy;
    try (Ledgers ledgers = ledgers(layout, bootstrap)) {
      policy = ledgers.policies().currentOrNobody();
    }
    RootSigning signing = RootSigning.by(layout, bootstrap, policy.policy(), roots, work);
    SuccessorVolume volume = following(layout, bootstrap, policy, series, work);
    if (series == Series.TRUST_POLICY) {
      bootstrap.configurePolicies(layout, volume.volume());
    }
    Policy next = policy.policy().opening(volume.volume());
    try (Ledgers ledgers = ledgers(layout, bootstrap)) {
      ledgers.writer().write(List.of(signing.opening(volume), signing.policy(next)));
    }
    return new Opened(volume, next.version());
  }

  private static Ledgers ledgers(StateLayout layout, Bootstrap bootstrap) {
    return StateLedgers.open(layout, bootstrap, List.of(Series.TRUST_POLICY), moved -> {});
  }

  private static SuccessorVolume following(
      StateLayout layout, Bootstrap bootstrap, TrustPolicy policy, Series series, String work) {
    VolumeName before = policy.chains().open(series);
    requireWhole(layout, bootstrap, before, work);
    List<CommitId> commits = new ArrayList<>();
    try (SharedDisk disk = SharedDisk.open(layout.ledger(before.value()))) {
      VolumeReader reader = new VolumeReader(disk.repository(), series, before);
      LedgerVerification found =
          LedgerVerification.run(reader, policy, commit -> commits.add(commit.commit().id()));
      if (commits.isEmpty()) {
        throw new InfraException.Refused(
            work + before + " holds no entry and can go on; nothing was changed");
      }
      return new SuccessorVolume(
          before.next(), series, found.end().size(), found.root(), commits.getLast(), List.of());
    }
  }

  /// Neither what observers accepted nor what workers pushed is cut off.
  private static void requireWhole(
      StateLayout layout, Bootstrap bootstrap, VolumeName name, String work) {
    Platform.Volume volume = bootstrap.platformFile().current().volume(name).orElseThrow();
    PushedMark missing = LedgerRepair.missing(volume, layout, work);
    if (missing != null) {
      throw new InfraException.Refused(
          work
              + "a worker pushed "
              + missing.head()
              + " to "
              + name
              + " as the last of "
              + missing.entries()
              + " entries, which is neither on its host nor here; no volume was opened. Bring it"
              + " back, or give it up first: afdp ledger lower-mark "
              + name);
    }
  }
}
