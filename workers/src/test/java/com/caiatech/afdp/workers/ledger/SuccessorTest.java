package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writers and readers of a series whose volume has a successor.
class SuccessorTest {
  private static final VolumeName FIRST = Series.CHECKS.firstVolume();
  private static final VolumeName SECOND = FIRST.next();

  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;

  @BeforeEach
  void makePlatform() throws Exception {
    platform = new TestPlatform(Files.createDirectory(folder.resolve("host")));
  }

  @Test
  void aWriterThatRunsGoesOnInTheSuccessorAndAdoptsWhatStandsBefore() {
    try (Ledgers ledgers = platform.start(clock)) {
      Receipt before = write(ledgers, "a");
      open(ledgers, 1);
      Receipt after = write(ledgers, "b");
      assertThat(after.ref().volume()).isEqualTo(SECOND);
      assertThat(after.ref().index()).isZero();
      assertThat(ledgers.writer().consistencyToken(Series.CHECKS).text()).isEqualTo(SECOND + ":1");
      Receipt again = write(ledgers, "a");
      assertThat(again.standing()).isTrue();
      assertThat(again.ref()).isEqualTo(before.ref());
      assertThat(ledgers.readings().standingAbout(deployment.subject()))
          .extracting(it -> it.ref())
          .containsExactly(before.ref(), after.ref());
      assertThat(ledgers.readings().at(after.ref())).isPresent();
      assertThat(ledgers.readings().reaches(after.ref())).isTrue();
    }
    assertThat(verify(FIRST).sound()).isTrue();
    assertThat(verify(SECOND).sound()).isTrue();
    assertThat(verify(SECOND).end().recordedAt()).isAfter(verify(FIRST).end().recordedAt());
  }

  @Test
  void aRecordBeyondTheEndIsWrittenAgainAsTheNextAttempt() {
    try (Ledgers ledgers = platform.start(clock)) {
      write(ledgers, "a");
      write(ledgers, "b");
      open(ledgers, 1);
      Receipt again = write(ledgers, "b");
      assertThat(again.standing()).isFalse();
      assertThat(again.ref().volume()).isEqualTo(SECOND);
      assertThat(again.ref().path()).endsWith(".2.json");
    }
    assertThat(verify(FIRST).violated()).isEqualTo(1);
  }

  @Test
  void aRecordThatIsWrittenWhileItsVolumeEndsGoesToTheSuccessor() {
    AtomicBoolean ending = new AtomicBoolean();
    try (Ledgers other = platform.start(clock);
        Ledgers ledgers =
            platform.open(
                InstantSource.tick(
                        () -> {
                          if (ending.compareAndSet(true, false)) {
                            open(other, 1);
                          }
                          return Instant.now();
                        },
                        Duration.ofMillis(1))
                    .withZone(ZoneOffset.UTC),
                platform.worker,
                folder.resolve("marks"))) {
      write(ledgers, "a");
      ending.set(true);
      assertThat(write(ledgers, "b").ref().volume()).isEqualTo(SECOND);
    }
    assertThat(verify(FIRST).end().size()).isEqualTo(1);
  }

  @Test
  void whatTheHostOfAnEndedVolumeShowsBeyondItsEndStopsNobody() throws Exception {
    CommitId end;
    try (Ledgers ledgers = platform.start(clock)) {
      write(ledgers, "a");
      end = Objects.requireNonNull(verify(FIRST).end().head());
      write(ledgers, "b");
      open(ledgers, 1);
    }
    point(FIRST, end); // behind what this writer pushed
    try (Ledgers ledgers = platform.open(clock)) {
      assertThat(write(ledgers, "c").ref().volume()).isEqualTo(SECOND);
      assertThat(write(ledgers, "a").ref().volume()).isEqualTo(FIRST);
    }
  }

  @Test
  void aDeploymentThatBeganBeforeTheEndIsClosedInTheSuccessor() {
    try (Ledgers ledgers = platform.start(clock)) {
      ledgers
          .writer()
          .write(List.of(RecordToWrite.of(platform.request(deployment, clock.instant()))));
      open(ledgers, Series.DEPLOYMENT_MANIFESTS, 1);
      assertThat(ledgers.readings().openDeployments()).containsExactly(deployment);
      ledgers
          .writer()
          .write(List.of(RecordToWrite.of(TestPlatform.closed(deployment, clock.instant()))));
      assertThat(ledgers.readings().openDeployments()).isEmpty();
      assertThat(ledgers.readings().deployments(TestPlatform.CART)).containsExactly(deployment);
    }
  }

  @Test
  void aVolumeThatNoPolicyFollowsIsNotWritten() {
    try (Ledgers ledgers = platform.start(clock)) {
      write(ledgers, "a");
      RecordToWrite alone = RecordToWrite.of(opening(FIRST, 1));
      assertThatThrownBy(() -> ledgers.writer().write(List.of(alone)))
          .isInstanceOf(WorkersException.RecordRefused.class)
          .hasMessageContaining("unproven-volume");
    }
  }

  @Test
  void aWriterOnAGitHostLearnsOfTheSuccessorBeforeItWrites() throws Exception {
    try (Ledgers ledgers = platform.start(clock);
        GitDaemon host = new GitDaemon(platform.folder)) {
      write(ledgers, "a");
      Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
      for (Series series : Series.values()) {
        String name = series.value() + ".git";
        stores.put(
            series,
            GitHost.open(
                host.address().resolve("/" + name), folder.resolve("clone/" + name), null));
      }
      try (Ledgers remote =
          Ledgers.open(
              stores,
              platform.identity(),
              platform.pinned(),
              folder.resolve("marks"),
              folder.resolve("evidence"),
              clock,
              moved -> {})) {
        assertThat(write(remote, "b").ref().volume()).isEqualTo(FIRST);
        open(ledgers, 2);
        assertThat(write(remote, "c").ref().volume()).isEqualTo(SECOND);
        assertThat(write(remote, "b").standing()).isTrue();
      }
    }
    assertThat(verify(SECOND).trusted()).isEqualTo(1);
  }

  private Receipt write(Ledgers ledgers, String name) {
    RecordToWrite record = RecordToWrite.of(TestPlatform.check(deployment, name, clock.instant()));
    return ledgers.writer().write(List.of(record)).getFirst();
  }

  private void open(Ledgers ledgers, long finalSize) {
    open(ledgers, Series.CHECKS, finalSize);
  }

  /// Also makes the repository, as whoever opens a volume does.
  private void open(Ledgers ledgers, Series series, long finalSize) {
    SharedDisk.open(path(series.firstVolume().next())).close();
    ledgers
        .writer()
        .write(
            List.of(
                RecordToWrite.of(opening(series.firstVolume(), finalSize)),
                RecordToWrite.of(granting(ledgers, series.firstVolume().next()))));
  }

  private LedgerRecord opening(VolumeName before, long finalSize) {
    LedgerVerification all = verify(before);
    return signed(
        RecordKind.VOLUME,
        LogicalStep.volume(before.next()),
        new SuccessorVolume(
            before.next(),
            Series.of(before),
            finalSize,
            all.root(),
            commitAt(before, all.end().size() - finalSize),
            List.of()));
  }

  private LedgerRecord granting(Ledgers ledgers, VolumeName volume) {
    Policy next = ledgers.policies().currentOrNobody().policy().opening(volume);
    return signed(RecordKind.POLICY, LogicalStep.policy(next.version()), next);
  }

  private LedgerRecord signed(RecordKind kind, String step, RecordBody body) {
    Header header =
        new Header(kind, platform.policy.header().subject(), step, Scope.global(), Instant.now());
    return PolicySigner.sign(LedgerRecord.of(header, body), platform.root);
  }

  private CommitId commitAt(VolumeName volume, long before) {
    try (SharedDisk disk = SharedDisk.open(path(volume))) {
      ObjectId found = disk.repository().resolve("main~" + before);
      return new CommitId(Objects.requireNonNull(found).name());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void point(VolumeName volume, CommitId head) throws Exception {
    try (SharedDisk disk = SharedDisk.open(path(volume))) {
      RefUpdate update = disk.repository().updateRef(Constants.R_HEADS + "main");
      update.setNewObjectId(ObjectId.fromString(head.value()));
      assertThat(update.forceUpdate()).isEqualTo(RefUpdate.Result.FORCED);
    }
  }

  private Path path(VolumeName volume) {
    return platform.folder.resolve(volume + ".git");
  }

  /// By the policy as it is now.
  private LedgerVerification verify(VolumeName volume) {
    TrustPolicy policy;
    try (Ledgers ledgers = platform.open(clock)) {
      policy = ledgers.policies().currentOrNobody();
    }
    try (SharedDisk disk = SharedDisk.open(path(volume))) {
      return LedgerVerification.run(
          new VolumeReader(disk.repository(), Series.of(volume), volume), policy, commit -> {});
    }
  }
}
