package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an open writer and its readers make of what they have read once another policy comes into
/// force.
class PolicyChangeTest {
  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final OpenPgpSecretKey stolen =
      OpenPgpSecretKey.generate("Stolen <stolen@afdp.invalid>", TestPlatform.KEYS_MADE);
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private final LedgerRecord closed = TestPlatform.closed(deployment, clock.instant());
  private TestPlatform platform;

  @BeforeEach
  void makePlatform() {
    platform = new TestPlatform(folder);
  }

  @Test
  void aKeyThatIsRevokedLeavesNoFarFutureCommitInTheWayOfAWriterThatHadReadIt() {
    try (Ledgers ledgers = platform.start(clock)) {
      grantToBoth(ledgers, 2);
      Clock ahead = Clock.offset(clock, Duration.ofDays(3_650));
      try (Ledgers thief = platform.open(ahead, stolen)) {
        write(thief, check("future"));
      }
      assertThatThrownBy(() -> write(ledgers, check("present")))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContaining("more than 5 s before the Recorded-At");
      revoke(ledgers);
      assertThat(write(ledgers, check("present"))).matches(receipt -> !receipt.standing());
    }
  }

  @Test
  void aMistakeOfAKeyThatIsStillGoodCostsItsCommitAndNotTheKey() {
    try (Ledgers ledgers = platform.start(clock)) {
      write(ledgers, check("past"));
      try (Ledgers ahead = platform.open(Clock.offset(clock, Duration.ofDays(3_650)))) {
        write(ahead, check("future"));
        write(ahead, check("later"));
      }
      leaveOut(ledgers, 2, 1);
      assertThatThrownBy(() -> write(ledgers, check("present")))
          .isInstanceOf(WorkersException.LedgerUnavailable.class)
          .hasMessageContainingAll(
              "of the commit that begins with entry 2",
              "afdp ledger leave-out pre-post-deployment-checks 2");
      leaveOut(ledgers, 3, 2);
      assertThat(write(ledgers, check("present")).ref().index()).isEqualTo(3);
      assertThat(ledgers.readings().trustedAbout(deployment.subject())).hasSize(2);
    }
  }

  @Test
  void anotherHistoryIsSeenAlsoWhereThePolicyChangesMeanwhile() throws Exception {
    Path branch = platform.repository(Series.CHECKS).resolve(VolumeReader.BRANCH);
    try (Ledgers ledgers = platform.start(clock)) {
      write(ledgers, check("first"));
      String first = Files.readString(branch);
      write(ledgers, check("second"));
      String second = Files.readString(branch);
      Files.writeString(branch, first);
      try (Ledgers other = platform.open(clock, platform.worker, folder.resolve("elsewhere"))) {
        write(other, check("another"));
      }
      grantToBoth(ledgers, 2);
      assertThatThrownBy(() -> write(ledgers, check("third")))
          .isInstanceOf(WorkersException.LedgerStopped.class)
          .hasMessageContaining("rewritten-history");
      Files.writeString(branch, second);
      assertThat(write(ledgers, check("third")).ref().index()).isEqualTo(2);
    }
  }

  @Test
  void aRecordWhoseKeyIsRevokedNoLongerStandsAndItsNextAttemptDoes() {
    try (Ledgers ledgers = platform.start(clock)) {
      grantToBoth(ledgers, 2);
      write(ledgers, platform.request(deployment, clock.instant()));
      try (Ledgers thief = platform.open(clock, stolen)) {
        write(thief, closed);
      }
      assertThat(ledgers.readings().openDeployments()).isEmpty();
      revoke(ledgers);
      assertThat(ledgers.readings().openDeployments()).containsExactly(deployment);
      Receipt second = write(ledgers, closed);
      assertThat(second.standing()).isFalse();
      assertThat(second.ref().path()).endsWith(".2.json");
      assertThat(ledgers.readings().openDeployments()).isEmpty();
    }
  }

  @Test
  void aRecordWhoseKeyIsGrantedLaterStandsFromThenOn() {
    try (Ledgers ledgers = platform.start(clock)) {
      grantToBoth(ledgers, 2);
      try (Ledgers other = platform.open(clock, stolen)) {
        write(other, closed);
      }
      revoke(ledgers);
      assertThat(ledgers.readings().trustedAbout(deployment.subject())).isEmpty();
      grantToBoth(ledgers, 4);
      Receipt standing = write(ledgers, closed);
      assertThat(standing.standing()).isTrue();
      assertThat(standing.ref().index()).isZero();
    }
  }

  private void grantToBoth(Ledgers ledgers, long version) {
    write(
        ledgers,
        platform.policy(version, List.of(platform.grant(platform.worker), platform.grant(stolen))));
  }

  private void revoke(Ledgers ledgers) {
    write(ledgers, platform.policy(3, List.of(platform.grant(platform.worker))));
  }

  private void leaveOut(Ledgers ledgers, long version, long index) {
    Policy next =
        ledgers
            .policies()
            .currentOrNobody()
            .policy()
            .leavingOut(Series.CHECKS.firstVolume(), index);
    assertThat(next.version()).isEqualTo(version);
    write(ledgers, platform.policy(version, next.grants()));
  }

  private LedgerRecord check(String name) {
    return TestPlatform.check(deployment, name, clock.instant());
  }

  private static Receipt write(Ledgers ledgers, LedgerRecord record) {
    return ledgers.writer().write(List.of(RecordToWrite.of(record))).getFirst();
  }
}
