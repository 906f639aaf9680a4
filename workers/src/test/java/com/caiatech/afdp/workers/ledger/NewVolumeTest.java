package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewVolumeTest {
  @TempDir Path folder;
  private TestPlatform platform;
  private Instant now;
  private List<List<RecordToWrite>> groups;

  @BeforeEach
  void makeRecords() {
    platform = new TestPlatform(folder.resolve("platform"));
    now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    DeploymentId deployment = DeploymentId.create(now);
    groups =
        Stream.of(List.of("unit", "lint"), List.of("smoke"), List.of("health", "load"))
            .map(
                names ->
                    names.stream()
                        .map(name -> TestPlatform.check(deployment, name, now))
                        .map(RecordToWrite::of)
                        .toList())
            .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1 << 20})
  void itsCommitsAreThoseThatTheWriterMakesOfTheSameRecordsAtTheSameTime(long packBytes)
      throws Exception {
    List<RecordRef> written = new ArrayList<>();
    try (Ledgers ledgers = platform.start(Clock.fixed(now, ZoneOffset.UTC))) {
      for (List<RecordToWrite> group : groups) {
        ledgers.writer().write(group).stream().map(Receipt::ref).forEach(written::add);
      }
    }
    Path bare = folder.resolve("new.git");
    List<RecordRef> made = new ArrayList<>();
    try (NewVolume volume = volume(bare, packBytes)) {
      groups.forEach(group -> made.addAll(volume.write(group, now)));
      assertThat(bare.resolve(VolumeReader.BRANCH)).doesNotExist();
      volume.publish();
    }
    assertThat(made).isEqualTo(written);
    assertThat(Files.readString(bare.resolve(VolumeReader.BRANCH)).strip())
        .isEqualTo(platform.head(Series.CHECKS));
    assertThat(folder.resolve("marks").resolve(Series.CHECKS.firstVolume().value()))
        .content()
        .isEqualTo(platform.head(Series.CHECKS) + " 5\n");
    try (SharedDisk disk = SharedDisk.open(bare)) {
      LedgerVerification found =
          LedgerVerification.run(
              new VolumeReader(disk.repository(), Series.CHECKS, Series.CHECKS.firstVolume()),
              TrustPolicy.of(platform.policy),
              commit -> {});
      assertThat(found.trusted()).isEqualTo(5);
      assertThat(found.sound()).isTrue();
    }
  }

  @Test
  void aVolumeThatHoldsSomethingIsNotBegun() {
    try (Ledgers ledgers = platform.start(Clock.fixed(now, ZoneOffset.UTC))) {
      ledgers.writer().write(groups.getFirst());
    }
    assertThatThrownBy(() -> volume(platform.repository(Series.CHECKS), 1))
        .isInstanceOf(WorkersException.LedgerUnavailable.class)
        .hasMessageContaining("expected an empty volume, found one with the head ");
  }

  @Test
  void whatVerifiersWouldNotCountIsRefused() {
    Path bare = folder.resolve("new.git");
    try (NewVolume volume = volume(bare, 1)) {
      volume.write(groups.getLast(), now);
      assertThatThrownBy(() -> volume.write(groups.getFirst(), now.minusSeconds(60)))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("the volume was not made");
    }
    assertThat(bare.resolve(VolumeReader.BRANCH)).doesNotExist();
  }

  private NewVolume volume(Path bare, long packBytes) {
    return new NewVolume(
        bare,
        Series.CHECKS,
        platform.identity(),
        TrustPolicy.of(platform.policy),
        folder.resolve("marks"),
        packBytes);
  }
}
