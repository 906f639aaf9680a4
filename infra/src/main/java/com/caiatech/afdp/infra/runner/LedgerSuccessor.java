package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Opens the next volume of a series. What the volume before it holds up to its last good commit
/// stays where it is and counts; new records go to the next one.
public final class LedgerSuccessor {
  private LedgerSuccessor() {}

  /// What was opened.
  ///
  /// @param policyVersion the version of the trust policy from which on it counts
  public record Opened(SuccessorVolume volume, long policyVersion) {}

  /// Signs the opening, and the policy that grants it, with the root key of a stopped runner,
  /// records both in one commit and makes the repository.
  ///
  /// @throws InfraException.Refused when there is no platform in the folder, the series takes no
  ///   successor that way, or the volume before it shows less than the evidence accepted
  /// @throws InfraException.Unavailable when a runner holds the folder, or the records are not
  ///   taken
  public static Opened run(Path state, Series series) {
    String work = "opening the next volume of " + series + ": ";
    if (series == Series.TRUST_POLICY) {
      throw new InfraException.Refused(
          work
              + "a volume of the trust policy follows from no record in itself; nothing was changed");
    }
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs())) {
      StateLayout layout = folder.layout();
      Bootstrap bootstrap = Bootstrap.ensure(layout);
      Opened opened = record(layout, bootstrap, series, work);
      Bootstrap.ensure(layout); // makes the repository and has it served, fetched and projected
      return opened;
    } catch (WorkersException | SchemasException | LambdasException fault) {
      throw new InfraException.Unavailable(work + fault.getMessage(), fault);
    }
  }

  private static Opened record(
      StateLayout layout, Bootstrap bootstrap, Series series, String work) {
    try (Ledgers ledgers =
        StateLedgers.open(layout, bootstrap, List.of(Series.TRUST_POLICY), moved -> {})) {
      TrustPolicy policy = ledgers.policies().currentOrNobody();
      SuccessorVolume volume = following(layout, bootstrap, policy, series, work);
      Policy next = policy.policy().opening(volume.volume());
      RootSigning signing = new RootSigning(layout, bootstrap);
      ledgers.writer().write(List.of(signing.opening(volume), signing.policy(next)));
      return new Opened(volume, next.version());
    }
  }

  private static SuccessorVolume following(
      StateLayout layout, Bootstrap bootstrap, TrustPolicy policy, Series series, String work) {
    VolumeName before = policy.chains().open(series);
    List<CommitId> commits = new ArrayList<>();
    try (SharedDisk disk = SharedDisk.open(layout.ledger(before.value()))) {
      VolumeReader reader = new VolumeReader(disk.repository(), series, before);
      LedgerVerification found =
          LedgerVerification.run(reader, policy, commit -> commits.add(commit.commit().id()));
      if (commits.isEmpty()) {
        throw new InfraException.Refused(
            work + before + " holds no entry and can go on; nothing was changed");
      }
      requireAccepted(layout, bootstrap, reader, found.end(), work);
      return new SuccessorVolume(
          before.next(), series, found.end().size(), found.root(), commits.getLast(), List.of());
    }
  }

  /// What observers accepted is not cut off.
  private static void requireAccepted(
      StateLayout layout,
      Bootstrap bootstrap,
      VolumeReader reader,
      VolumePosition end,
      String work) {
    Platform.Volume volume =
        bootstrap.platformFile().current().volume(reader.volume()).orElseThrow();
    CommitId head = Objects.requireNonNull(end.head());
    try (EvidenceStore evidence = new EvidenceStore(layout.evidence())) {
      CommitId accepted = evidence.ledger(volume).accepted().orElse(head);
      if (!reader.descends(accepted, head)) {
        throw new InfraException.Refused(
            work
                + reader.volume()
                + ": expected its last good commit to descend from the accepted head "
                + accepted
                + ", found "
                + head
                + "; nothing was changed. Put it back first: afdp ledger repair");
      }
    }
  }
}
