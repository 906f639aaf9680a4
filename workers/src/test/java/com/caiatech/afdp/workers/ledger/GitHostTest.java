package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHostTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;

  @BeforeEach
  void start() {
    platform = new TestPlatform(folder);
    platform.start(clock).close();
  }

  @Test
  void two_writers_push_to_one_host_and_nothing_is_lost() {
    try (Ledgers one = open("one", platform.repository(Series.CHECKS).toUri());
        Ledgers other = open("other", platform.repository(Series.CHECKS).toUri())) {
      assertThat(write(one, "a")).isFalse();
      assertThat(write(other, "b")).isFalse();
      assertThat(write(one, "b")).isTrue();
      List<RecordToWrite> group =
          IntStream.range(0, 5).mapToObj(i -> record("group-" + i)).toList();
      assertThat(other.writer().write(group)).extracting(Receipt::size).containsOnly(7L);
      assertThat(one.readings().trustedAbout(deployment.subject())).hasSize(7);
    }
    LedgerVerification verification = platform.verify(Series.CHECKS);
    assertThat(verification.sound()).isTrue();
    assertThat(verification.trusted()).isEqualTo(7);
  }

  @Test
  void a_host_that_cannot_be_reached_is_named() {
    URI nowhere = folder.resolve("nowhere.git").toUri();
    try (Ledgers ledgers = open("lost", nowhere)) {
      assertThatThrownBy(() -> write(ledgers, "a"))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContaining("nowhere.git")
          .hasMessageContaining("nothing was written");
    }
  }

  private boolean write(Ledgers ledgers, String name) {
    return ledgers.writer().write(List.of(record(name))).getFirst().standing();
  }

  private RecordToWrite record(String name) {
    return RecordToWrite.of(TestPlatform.check(deployment, name, clock.instant()));
  }

  private Ledgers open(String name, URI address) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    stores.put(
        Series.TRUST_POLICY,
        GitHost.open(
            platform.repository(Series.TRUST_POLICY).toUri(),
            folder.resolve(name + "-policy.git"),
            null));
    stores.put(Series.CHECKS, GitHost.open(address, folder.resolve(name + "-clone.git"), null));
    return Ledgers.open(
        stores,
        new WriterIdentity("AFDP worker", "worker@afdp.invalid", platform.worker),
        TrustPolicy.digest(platform.policy),
        folder.resolve("marks"),
        folder.resolve("evidence"),
        clock,
        platform.moves::add);
  }
}
