package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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
    WorkerEntries.write(layout, clock);
  }
}
