package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
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
  /// @return the policy's version
  /// @throws InfraException.Refused when there is no platform in the folder, or no key counts for
  ///   the entry already
  /// @throws InfraException.Unavailable when a runner holds the folder, or the policy is not taken
  public static long run(Path state, VolumeName volume, long index) {
    String work = "leaving entry " + index + " of " + volume + " out of the trust policy: ";
    try (StateFolder folder = StateFolder.ofPlatform(state);
        LogFile _ = LogFile.open(folder.layout().logs());
        Ledgers ledgers = ledgers(folder.layout())) {
      Policy current = ledgers.policies().currentOrNobody().policy();
      Policy next = current.leavingOut(volume, index);
      if (next.grants().equals(current.grants())) {
        throw new InfraException.Refused(
            work + "no key counts for it by policy " + current.version() + "; nothing was changed");
      }
      ledgers
          .writer()
          .write(
              List.of(
                  new RootSigning(folder.layout(), Bootstrap.ensure(folder.layout()))
                      .policy(next)));
      return next.version();
    } catch (WorkersException fault) {
      throw new InfraException.Unavailable(work + fault.getMessage(), fault);
    }
  }

  private static Ledgers ledgers(StateLayout layout) {
    return StateLedgers.open(
        layout, Bootstrap.ensure(layout), List.of(Series.TRUST_POLICY), moved -> {});
  }
}
