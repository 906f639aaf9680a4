package com.caiatech.afdp.graphmodel.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContestTest {
  private static final VolumeName VOLUME = Series.DEPLOYMENT_MANIFESTS.firstVolume();
  private static final VolumeName SUCCESSOR = new VolumeName(VOLUME + "-2");

  private final DeploymentId id = DeploymentId.create(Story.START);

  @Test
  void anotherAttemptWithOtherBytesIsContestedWhileBothCount() {
    BelievedRecord first = go(VOLUME, 7, 1, interval(20, 40), interval(60, null));
    BelievedRecord second = go(VOLUME, 10, 2, interval(30, 70));
    Set<Contest> contests = Contest.among(List.of(second, first));
    assertThat(contests)
        .extracting(it -> it.record().index() + " by " + it.standing().index(), Contest::during)
        .containsExactlyInAnyOrder(
            tuple("10 by 7", interval(30, 40)), tuple("10 by 7", interval(60, 70)));
    assertThat(contests.iterator().next().reason())
        .isEqualTo(
            "expected the bytes of %s, which stands at entry 7 of deployment-manifests, with SHA-256 %s, found SHA-256 %s"
                .formatted(
                    first.record().standing().path(),
                    first.record().record().tree().sha256(),
                    second.record().record().tree().sha256()));
  }

  @Test
  void theEarlierVolumeStandsWhateverTheRecordedTimes() {
    BelievedRecord first = go(VOLUME, 7, 1, interval(50, null));
    BelievedRecord second = go(SUCCESSOR, 0, 2, interval(20, null));
    assertThat(Contest.among(List.of(first, second)))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.record()).isEqualTo(second.record());
              assertThat(it.during()).isEqualTo(interval(50, null));
            });
  }

  @Test
  void theSameBytesAtAnotherAttemptContestNothing() {
    BelievedRecord first = go(VOLUME, 7, 1, interval(20, null));
    BelievedRecord again = go(VOLUME, 10, 1, interval(30, null));
    assertThat(Contest.among(List.of(first, again))).isEmpty();
  }

  @Test
  void otherRecordsContestNothing() {
    BelievedRecord go = go(VOLUME, 7, 1, interval(20, null));
    BelievedRecord check =
        believed(
            VOLUME,
            8,
            RecordKind.DEPLOYMENT_STEP,
            LogicalStep.check(CheckStage.PRE, "lint"),
            2,
            interval(20, null));
    assertThat(Contest.among(List.of(go, check))).isEmpty();
  }

  /// @param bytes which of several records of the same id
  private BelievedRecord go(VolumeName volume, long index, int bytes, Interval... believed) {
    return believed(volume, index, RecordKind.DEPLOYMENT_STEP, LogicalStep.GO, bytes, believed);
  }

  private BelievedRecord believed(
      VolumeName volume,
      long index,
      RecordKind kind,
      String step,
      int bytes,
      Interval... believed) {
    LedgerRecord record =
        LedgerRecord.of(
            new Header(
                kind,
                id.subject(),
                step,
                Scope.of(Story.STAGING, Story.SERVICE),
                Story.START.plusSeconds(bytes)),
            DeploymentStep.go(List.of(), Story.START));
    return new BelievedRecord(
        new SubjectRecord(volume, index, 1, believed[0].since(), record), List.of(believed));
  }

  private static Interval interval(long since, @Nullable Integer until) {
    return new Interval(
        Story.START.plusSeconds(since), until == null ? null : Story.START.plusSeconds(until));
  }
}
