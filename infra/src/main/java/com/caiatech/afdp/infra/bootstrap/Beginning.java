package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// What the ledgers of a state folder began with and what cannot be made a second time: another
/// first policy would be another root of trust beside the ledgers that are there, and another
/// pepper would make other people of those who are known.
final class Beginning {
  private static final String ELSEWHERE = "a new platform begins in another folder (--state)";

  private Beginning() {}

  /// Checks that whatever began still has what it began with.
  ///
  /// @throws InfraException.Unavailable when something of it was lost
  static void requireWhole(StateLayout layout) {
    if (Files.exists(layout.firstPolicy())) {
      if (!Files.exists(layout.platform())) {
        throw lost(
            layout.platform(),
            "the platform's configuration, with the audience for which the gateway's proofs count",
            "write one with that audience, as it stands in " + layout.firstPolicy());
      }
      if (!Files.exists(layout.pepper())) {
        throw lost(
            layout.pepper(),
            "the pepper by which people have the ids that stand in the ledgers",
            "people cannot be known again, and " + ELSEWHERE);
      }
    } else if (hasPolicies(layout)) {
      throw lost(
          layout.firstPolicy(),
          "the first trust policy, to which the ledgers are pinned, for they have records",
          "they can be read (afdp verify --policy <its digest>) and not written on, and "
              + ELSEWHERE);
    }
  }

  private static InfraException lost(Path file, String expected, String without) {
    return new InfraException.Unavailable(
        "reading the state folder failed: expected "
            + expected
            + ", in "
            + file
            + ", found none; nothing was made or changed. Restore it from a backup; without one "
            + without);
  }

  private static boolean hasPolicies(StateLayout layout) {
    VolumeName volume = Series.TRUST_POLICY.firstVolume();
    if (new AcceptedHeads(layout.evidence(), volume).highest().isPresent()) {
      return true;
    }
    Path ledger = layout.ledger(volume.value());
    if (!Files.exists(ledger)) {
      return false;
    }
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(ledger.toFile()).setMustExist(true).build()) {
      return repository.exactRef(VolumeReader.BRANCH) != null;
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading the ledger " + ledger + " failed: " + unreadable + "; nothing was changed",
          unreadable);
    }
  }
}
