package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RefMoved;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// The ledgers of a state folder, where they lie, with its own writer.
public final class StateLedgers {
  private StateLedgers() {}

  /// Opens the volumes of these series; the trust policy's has to be among them.
  ///
  /// @param announcement is told each move of a branch
  public static Ledgers open(
      StateLayout layout,
      Bootstrap bootstrap,
      Collection<Series> series,
      Consumer<RefMoved> announcement) {
    return open(layout, bootstrap, series, layout.marks(), announcement);
  }

  /// The same with other marks.
  ///
  /// @param marks what the writer pushed last to each ledger
  public static Ledgers open(
      StateLayout layout,
      Bootstrap bootstrap,
      Collection<Series> series,
      Path marks,
      Consumer<RefMoved> announcement) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series one : series) {
      stores.put(one, SharedDisk.open(layout.ledger(one.value())));
    }
    return Ledgers.open(
        stores,
        bootstrap.platformFile().current().laterPolicies(),
        bootstrap.writer(),
        bootstrap.identities().pinnedPolicy(),
        marks,
        layout.evidence(),
        Clock.systemUTC(),
        announcement);
  }
}
