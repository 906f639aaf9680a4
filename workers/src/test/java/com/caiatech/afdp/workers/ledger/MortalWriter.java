package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A writer of ledgers in a {@link MortalLoader}, which takes and gives nothing that is loaded
/// twice.
public final class MortalWriter {
  private MortalWriter() {}

  /// Writes a record of the series of checks.
  ///
  /// @param folder of the platform
  /// @param key the armored one of its worker
  public static void write(Path folder, String key, String pinned, String path, String json) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      stores.put(series, SharedDisk.open(folder.resolve(series.value() + ".git")));
    }
    try (Ledgers ledgers =
        Ledgers.open(
            stores,
            new WriterIdentity("AFDP worker", "worker@afdp.invalid", OpenPgpSecretKey.parse(key)),
            new Sha256(pinned),
            folder.resolve("marks"),
            folder.resolve("evidence"),
            Clock.systemUTC(),
            _ -> {})) {
      ledgers.writer().write(List.of(new RecordToWrite(Series.CHECKS, path, json)));
    }
  }

  /// Merges the small packs of the series of checks.
  public static void merge(Path folder) {
    try (SharedDisk disk = SharedDisk.open(folder.resolve(Series.CHECKS.value() + ".git"));
        LedgerMaintenance maintenance = new LedgerMaintenance(disk.repository())) {
      maintenance.run();
    }
  }
}
