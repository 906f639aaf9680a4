package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.PutBack;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import java.nio.file.Path;
import java.util.List;

/// Pushes what the evidence of a stopped runner accepted back to the hosts of its ledgers.
public final class LedgerRepair {
  private LedgerRepair() {}

  /// What came of one volume.
  public record Repaired(VolumeName name, PutBack outcome) {}

  /// Puts the branches of all volumes back to their accepted heads, where that is a fast-forward.
  ///
  /// @throws InfraException.Refused when there is no platform in the folder
  /// @throws InfraException.Unavailable when a runner holds the folder, or a host does not take a
  ///   head; the volumes before it are repaired
  public static List<Repaired> run(Path state) {
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs());
        EvidenceStore evidence = new EvidenceStore(folder.layout().evidence())) {
      Platform platform = new PlatformFile(folder.layout().platform()).current();
      return platform.volumes().stream()
          .map(volume -> new Repaired(volume.name(), evidence.ledger(volume).putBack(volume.uri())))
          .toList();
    } catch (LambdasException fault) {
      throw new InfraException.Unavailable(
          "repairing the ledgers of " + state + ": " + fault.getMessage(), fault);
    }
  }
}
