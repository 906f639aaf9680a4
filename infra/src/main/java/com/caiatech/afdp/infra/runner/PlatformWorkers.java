package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.embedded.GitServer;
import com.caiatech.afdp.infra.embedded.TemporalService;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.TargetSettings;
import com.caiatech.afdp.workers.Workers;
import com.caiatech.afdp.workers.WorkersConfiguration;
import com.caiatech.afdp.workers.activity.CourseLimits;
import com.caiatech.afdp.workers.ledger.LedgerPlace;
import com.caiatech.afdp.workers.notification.NotificationFiles;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.Map;

/// The workers on this machine's ledgers and target.
final class PlatformWorkers {
  private PlatformWorkers() {}

  static Workers start(
      StateLayout layout, Bootstrap bootstrap, TemporalService temporal, GitServer git) {
    Map<Series, LedgerPlace> ledgers = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      ledgers.put(series, new LedgerPlace.OnSharedDisk(layout.ledger(series.value())));
    }
    return Workers.start(
        new WorkersConfiguration(
            temporal.target(),
            "default",
            temporal.survivesRestart(),
            layout.platform(),
            ledgers,
            bootstrap.writer(),
            bootstrap.identities().pinnedPolicy(),
            layout.marks(),
            layout.evidence(),
            layout.root().resolve("mirrors"),
            layout.target(),
            TargetSettings.ofEnvironment(System.getenv()),
            CourseLimits.DEFAULT,
            WorkersConfiguration.LOOK_FOR_LOST,
            null,
            Files.exists(layout.notifications())
                ? new NotificationFiles(layout.notifications(), layout.outboxes())
                : null,
            moved -> git.announce(layout.ledger(moved.volume().value()))));
  }
}
