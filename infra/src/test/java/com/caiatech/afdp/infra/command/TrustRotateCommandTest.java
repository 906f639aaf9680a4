package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.KeyHolder;
import com.caiatech.afdp.infra.bootstrap.StateLedgers;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A platform with two entries of its worker's first key.
class TrustRotateCommandTest {
  private static final Series SERIES = Series.DEPLOYMENT_MANIFESTS;
  private static final int STANDING = 2;

  @TempDir Path folder;
  private Commands afdp;
  private StateLayout layout;
  private Path kept;

  @BeforeEach
  void writeWithTheFirstKey() throws IOException {
    layout = new StateLayout(folder.resolve("state"));
    afdp = new Commands(folder, layout.root());
    try (StateFolder state = StateFolder.open(layout.root())) {
      var _ = Bootstrap.ensure(state.layout());
    }
    for (int i = 0; i < STANDING; i++) {
      write();
    }
    kept = Files.copy(layout.workerKey(), folder.resolve("kept.asc"));
  }

  @Test
  void whatStandsCountsAndTheKeyBeforeSignsNothingMore() throws Exception {
    Commands.Ended ended = rotated("worker");
    assertThat(ended.out())
        .contains("took the place of " + id(KeyHolder.WORKER, kept), "by trust policy 2", ": 0");
    assertThat(id(KeyHolder.WORKER, kept)).isNotEqualTo(id(KeyHolder.WORKER, layout.workerKey()));
    assertThat(Files.readString(layout.workerPublicKey())).contains("PUBLIC KEY");
    write();
    assertThat(verification().sound()).isTrue();

    Files.delete(layout.workerKey());
    Files.copy(kept, layout.workerKey());
    assertThatThrownBy(this::write).isInstanceOf(WorkersException.RecordRefused.class);
    assertThat(bootstrap().withoutSay()).containsExactly(KeyHolder.WORKER);
  }

  @Test
  void aKeyThatWasLostCostsNothingThatWasRecorded() throws Exception {
    Files.delete(layout.workerKey());
    assertThat(bootstrap().withoutSay()).containsExactly(KeyHolder.WORKER);
    assertThatThrownBy(this::write).isInstanceOf(WorkersException.RecordRefused.class);
    assertThat(rotated("worker").out()).contains("took the place of " + id(KeyHolder.WORKER, kept));
    assertThat(bootstrap().withoutSay()).isEmpty();
    write();
    assertThat(verification().sound()).isTrue();
  }

  @Test
  void whatAThiefSignedIsNotTrustedAnyMore() throws Exception {
    Commands.Ended beyond =
        afdp.onState("trust", "rotate", "worker", "--distrust-from", SERIES.value() + "=3");
    assertThat(beyond.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(beyond.err()).contains("--distrust-from deployment-manifests=3", "nothing was");
    Commands.Ended ended = rotated("worker", "--distrust-from", SERIES.value() + "=1", "--json");
    assertThat(ended.json().path("distrusted_entries").asLong()).isEqualTo(1);
    write();
    assertThat(verification().trusted()).isEqualTo(2);
    assertThat(verification().violated()).isEqualTo(1);
  }

  @Test
  void whatWasCutShortGoesOnWithTheSameKey() throws Exception {
    String after = rotated("worker", "--json").json().path("after").asText();
    Files.move(layout.workerKey(), KeyHolder.WORKER.nextFile(layout));
    Files.copy(kept, layout.workerKey());
    assertThat(bootstrap().withoutSay()).containsExactly(KeyHolder.WORKER);
    assertThat(rotated("worker").out()).contains("key " + after, "by trust policy 2");
    assertThat(id(KeyHolder.WORKER, layout.workerKey())).isEqualTo(after);
    assertThat(KeyHolder.WORKER.nextFile(layout)).doesNotExist();
    write();
  }

  @Test
  void aGatewayGetsAnotherKeyForTheSameAudience() throws Exception {
    String before = id(KeyHolder.GATEWAY, layout.gatewayKey());
    Files.delete(layout.gatewayKey());
    assertThat(bootstrap().withoutSay()).containsExactly(KeyHolder.GATEWAY);
    assertThat(rotated("gateway").out()).contains("took the place of " + before);
    assertThat(bootstrap().withoutSay()).isEmpty();
    write();
  }

  @Test
  void whatCannotBeMeantIsRefused() throws Exception {
    Commands.Ended holder = afdp.onState("trust", "rotate", "root");
    assertThat(holder.code()).isEqualTo(2);
    assertThat(holder.err()).contains("HOLDER", "root");
    Commands.Ended stranger = afdp.onState("trust", "rotate", "worker", "--key", "a".repeat(40));
    assertThat(stranger.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(stranger.err())
        .contains(
            "expected one of the keys that count by policy 1, which are ["
                + id(KeyHolder.WORKER, kept),
            "found " + "a".repeat(40),
            "nothing was changed");
    assertThat(Files.readString(layout.workerKey())).isEqualTo(Files.readString(kept));
    Files.delete(layout.rootKey());
    assertThat(afdp.onState("trust", "rotate", "worker").err())
        .contains("expected the key of a root of policy 1");
    write();
  }

  private Commands.Ended rotated(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 2];
    all[0] = "trust";
    all[1] = "rotate";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    Commands.Ended ended = afdp.onState(all);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  private static String id(KeyHolder holder, Path file) {
    return holder.readOrGenerate(file);
  }

  private Bootstrap bootstrap() {
    try (StateFolder state = StateFolder.open(layout.root())) {
      return Bootstrap.ensure(state.layout());
    }
  }

  private LedgerVerification verification() {
    try (Ledgers ledgers = ledgers(List.of(Series.TRUST_POLICY));
        SharedDisk disk = SharedDisk.open(layout.ledger(SERIES.value()))) {
      return LedgerVerification.run(
          new VolumeReader(disk.repository(), SERIES, SERIES.firstVolume()),
          ledgers.policies().currentOrNobody(),
          judged -> {});
    }
  }

  private Ledgers ledgers(List<Series> series) {
    return StateLedgers.open(layout, Bootstrap.ensure(layout), series, moved -> {});
  }

  private void write() {
    WorkerEntries.write(layout);
  }
}
