package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import java.nio.file.Path;
import java.util.List;

/// Records a trust policy by which no key counts for one entry of a ledger, such as the first of a
/// commit that is dated far in the future and so keeps every writer from going on.
public final class LedgerLeaveOut {
  private LedgerLeaveOut() {}

  /// Signs the policy with the root key of a stopped runner and records it.
  ///
  /// @param roots files with the keys of roots that sign beside the state folder's own
  /// @return the policy's version
  /// @throws InfraException.Refused when there is no platform in the folder, no key counts for the
  ///   entry already, or the roots that the policy asks for do not sign
  /// @throws InfraException.Unavailable when a runner holds the folder, or the policy is not taken
  public static long run(Path state, VolumeName volume, long index, List<Path> roots) {
    String work = "leaving entry " + index + " of " + volume + " out of the trust policy: ";
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs())) {
      return run(folder.layout(), volume, index, roots, work);
    } catch (WorkersException | SchemasException fault) {
      throw new InfraException.Unavailable(work + fault.getMessage(), fault);
    }
  }

  private static long run(
      StateLayout layout, VolumeName volume, long index, List<Path> roots, String work) {
    Bootstrap bootstrap = Bootstrap.ensure(layout);
    try (Ledgers ledgers =
        StateLedgers.open(layout, bootstrap, List.of(Series.TRUST_POLICY), moved -> {})) {
      Policy current = ledgers.policies().currentOrNobody().policy();
      Policy next = current.leavingOut(volume, index);
      if (next.grants().equals(current.grants())) {
        throw new InfraException.Refused(
            work + "no key counts for it by policy " + current.version() + "; nothing was changed");
      }
      RootSigning signing = RootSigning.by(layout, bootstrap, current, roots, work);
      ledgers.writer().write(List.of(signing.policy(next)));
      return next.version();
    }
  }
}
