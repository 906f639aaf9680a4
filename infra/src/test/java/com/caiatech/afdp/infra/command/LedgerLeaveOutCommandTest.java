package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.state.StateFolder;
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
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A commit of the worker's own key that is dated in the year 9999.
class LedgerLeaveOutCommandTest {
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");
  private static final String VOLUME = "deployment-manifests";

  @TempDir Path folder;
  private Commands afdp;
  private StateLayout layout;

  @BeforeEach
  void writeFarInTheFuture() {
    layout = new StateLayout(folder.resolve("state"));
    afdp = new Commands(folder, layout.root());
    try (StateFolder state = StateFolder.open(layout.root())) {
      Bootstrap.ensure(state.layout());
    }
    write(Clock.fixed(FAR, ZoneOffset.UTC));
  }

  @Test
  void theCommandThatTheErrorNamesLetsWritersGoOn() throws Exception {
    assertThatThrownBy(() -> write(Clock.systemUTC()))
        .isInstanceOf(WorkersException.LedgerUnavailable.class)
        .hasMessageContaining("afdp ledger leave-out " + VOLUME + " 0");
    Commands.Ended ended = afdp.onState("ledger", "leave-out", VOLUME, "0");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("no key counts for entry 0 of " + VOLUME);
    write(Clock.systemUTC());
  }

  @Test
  void anEntryForWhichNoKeyCountsIsRefused() throws Exception {
    assertThat(afdp.onState("ledger", "leave-out", VOLUME, "0").code()).isZero();
    Commands.Ended again = afdp.onState("ledger", "leave-out", VOLUME, "0");
    assertThat(again.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(again.err()).contains("no key counts for it by policy 2; nothing was changed");
  }

  private void write(Clock clock) {
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
