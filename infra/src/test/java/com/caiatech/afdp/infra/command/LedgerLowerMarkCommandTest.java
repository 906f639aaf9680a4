package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host that lost what the workers pushed last.
class LedgerLowerMarkCommandTest {
  private static final String VOLUME = "deployment-manifests";

  @TempDir Path folder;
  private Commands afdp;
  private StateLayout layout;
  private StockGit host;
  private String first;
  private String second;

  @BeforeEach
  void writeTwo() {
    layout = new StateLayout(folder.resolve("state"));
    afdp = new Commands(folder, layout.root());
    try (StateFolder state = StateFolder.open(layout.root())) {
      Bootstrap.ensure(state.layout());
    }
    host = new StockGit(layout.ledger(VOLUME), Map.of());
    write();
    first = head();
    write();
    second = head();
    host.run("update-ref", "refs/heads/main", first);
  }

  @Test
  void theCommandThatTheErrorNamesLetsWritersGoOnWhereNobodyHasTheRest() throws Exception {
    loseWhatNobodyNames();
    assertThatThrownBy(this::write)
        .isInstanceOf(WorkersException.LedgerStopped.class)
        .hasMessageContaining("afdp ledger lower-mark " + VOLUME);
    Commands.Ended repaired = afdp.onState("ledger", "repair");
    assertThat(repaired.code()).isEqualTo(1);
    assertThat(repaired.out())
        .contains("a worker pushed " + second + " as the last of 2 entries, which is neither");
    Commands.Ended successor = afdp.onState("ledger", "successor", "--series", VOLUME);
    assertThat(successor.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(successor.err())
        .contains("a worker pushed " + second, "afdp ledger lower-mark " + VOLUME);

    Commands.Ended ended = lower(VOLUME);

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains(
            "the mark of %s is lowered from %s (2 entries) to %s (1 entries)"
                .formatted(VOLUME, second, first));
    write();
    assertThat(afdp.onState("verify").code()).isZero();
    assertThat(afdp.onState("ledger", "repair").code()).isZero();
  }

  @Test
  void whatIsStillThereIsPushedAndNothingIsGivenUp() throws Exception {
    Commands.Ended ended = lower(VOLUME);
    assertThat(ended.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(ended.err()).contains("the host shows all that was pushed; nothing was changed");
    assertThat(head()).isEqualTo(second);
    write();
  }

  @Test
  void theMarkOfTheTrustPoliciesIsLoweredByARecordAmongThem() throws Exception {
    StockGit policies = new StockGit(layout.ledger("trust-policy"), Map.of());
    String before = policies.run("rev-parse", "main").strip();
    assertThat(afdp.onState("ledger", "leave-out", VOLUME, "0").code()).isZero();
    policies.run("update-ref", "refs/heads/main", before);
    policies.run("gc", "--quiet", "--prune=now");
    Commands.Ended stopped = afdp.onState("ledger", "leave-out", VOLUME, "0");
    assertThat(stopped.err()).contains("afdp ledger lower-mark trust-policy");

    assertThat(lower("trust-policy").code()).isZero();

    assertThat(afdp.onState("ledger", "leave-out", VOLUME, "0").code()).isZero();
  }

  @Test
  void aVolumeThatIsNotThereIsNamed() throws Exception {
    Commands.Ended ended = lower("nonsense");
    assertThat(ended.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(ended.err()).contains("lowering the mark of nonsense: there is no such volume");
  }

  private Commands.Ended lower(String volume) throws Exception {
    return afdp.onState("ledger", "lower-mark", volume, "--reason", "the disk was lost");
  }

  private void loseWhatNobodyNames() {
    host.run("reflog", "expire", "--expire=now", "--all");
    host.run("gc", "--quiet", "--prune=now");
  }

  private String head() {
    return host.run("rev-parse", "main").strip();
  }

  private void write() {
    WorkerEntries.write(layout);
  }
}
