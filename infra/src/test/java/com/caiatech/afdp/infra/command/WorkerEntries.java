package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Entries that the worker of a stopped platform writes, with the key in its state folder.
final class WorkerEntries {
  private WorkerEntries() {}

  /// Writes one, of a deployment of its own, to the deployment manifests.
  static void write(StateLayout layout) {
    write(layout, Clock.systemUTC());
  }

  /// The same, whose commit is of another time.
  static void write(StateLayout layout, Clock clock) {
    Instant now = Instant.now();
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      stores.put(series, SharedDisk.open(layout.ledger(series.value())));
    }
    Header header =
        new Header(
            RecordKind.DEPLOYMENT_STEP,
            DeploymentId.create(now).subject(),
            LogicalStep.GO,
            Scope.of(new EnvironmentName("staging"), new ServiceName("cart")),
            now);
    Bootstrap bootstrap = Bootstrap.ensure(layout);
    try (Ledgers ledgers =
        Ledgers.open(
            stores,
            bootstrap.writer(),
            bootstrap.identities().pinnedPolicy(),
            layout.marks(),
            layout.evidence(),
            clock,
            moved -> {})) {
      ledgers
          .writer()
          .write(
              List.of(
                  RecordToWrite.of(LedgerRecord.of(header, DeploymentStep.go(List.of(), now)))));
    }
  }
}
