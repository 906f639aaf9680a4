package com.caiatech.afdp.schemas.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgersAsOfTest {
  private static final Instant START = TestVolume.START;
  private static final VolumeName CHECKS = Series.CHECKS.firstVolume();

  private static final int MOMENTS = 10;

  @TempDir Path folder;
  private final TestTrust trust = new TestTrust();
  private TestVolume policies;
  private TestVolume checks;
  private TestVolume nextChecks;
  private LedgerRecord policy = trust.policy;

  @BeforeEach
  void makeVolumes() {
    policies = new TestVolume(folder.resolve("policies"), Series.TRUST_POLICY, trust.worker);
    checks = new TestVolume(folder.resolve("checks"), Series.CHECKS, trust.worker);
    nextChecks = new TestVolume(folder.resolve("checks-2"), CHECKS.next(), trust.worker);
    publish(policy, 0);
  }

  @AfterEach
  void closeVolumes() {
    policies.close();
    checks.close();
    nextChecks.close();
  }

  @Test
  void what_is_recorded_later_is_not_believed_yet() {
    add(trust.worker, 10);
    add(trust.worker, 20);
    assertThat(indexes(at(9))).isEmpty();
    assertThat(indexes(at(10))).containsExactly(0L);
    assertThat(at(15).cut().size(CHECKS)).isEqualTo(1);
    assertThat(at(15).isFinal()).isFalse(); // of the policies nothing was recorded later
    assertThat(indexes(at(20))).containsExactly(0L, 1L);
  }

  @Test
  void a_revocation_ends_what_is_believed_when_it_is_recorded_and_not_before() {
    add(trust.worker, 10);
    add(trust.worker, 20);
    revise(ranges(new IndexRange(CHECKS, 0, 1L)), 30);
    assertThat(indexes(at(25))).containsExactly(0L, 1L);
    assertThat(indexes(at(30))).containsExactly(0L);
    assertThat(at(30).cut().size(CHECKS)).isEqualTo(2);
  }

  @Test
  void a_later_grant_begins_what_is_believed_when_it_is_recorded() {
    add(trust.stranger, 10);
    assertThat(indexes(at(20))).isEmpty();
    grant(trust.stranger, 30);
    assertThat(indexes(at(29))).isEmpty();
    assertThat(indexes(at(30))).containsExactly(0L);
  }

  @Test
  void a_commit_of_the_far_future_is_left_out_by_its_index_and_time_goes_on() {
    add(trust.worker, 10);
    addAt(trust.worker, Instant.parse("9999-01-01T00:00:00Z"));
    add(trust.worker, 20);
    assertThat(indexes(at(25))).containsExactly(0L);

    revise(ranges(new IndexRange(CHECKS, 0, 1L), new IndexRange(CHECKS, 2, null)), 30);
    assertThat(indexes(at(25))).containsExactly(0L);
    assertThat(indexes(at(30))).containsExactly(0L, 2L);
  }

  @Test
  void a_policy_counts_by_its_roots_and_its_place_whoever_signed_the_commit() {
    add(trust.worker, 10);
    LedgerRecord revoking =
        trust.next(
            policy, grant -> grant.withRanges(ranges(new IndexRange(CHECKS, 0, 0L))), trust.root);
    policies.commit(
        draft -> {
          draft.signer = null;
          draft.add(revoking);
          draft.recordedAt = Instant.parse("9999-01-01T00:00:00Z");
        });
    assertThat(history().current().map(TrustPolicy::version)).contains(2L);
    assertThat(indexes(at(10))).isEmpty(); // its time is that of the commit before
  }

  @Test
  void what_stands_beyond_the_end_of_a_volume_is_believed_until_that_end_is_recorded() {
    add(trust.worker, 10);
    add(trust.worker, 20);
    open(1, 30);
    add(trust.worker, 40);
    addNext(50);
    assertThat(indexes(at(29))).containsExactly(0L, 1L);
    assertThat(indexes(at(30))).containsExactly(0L);
    assertThat(indexes(at(60))).containsExactly(0L);
    assertThat(at(60).records()).anyMatch(it -> it.volume().equals(nextChecks.name));
  }

  @Test
  void a_volume_that_ended_keeps_no_moment_from_being_final() {
    add(trust.worker, 10);
    open(1, 30);
    addNext(40);
    revise(ranges(IndexRange.all(CHECKS)), 50);
    assertThat(at(29).isFinal()).isFalse(); // by the policy of then, it could go on
    assertThat(at(35).isFinal()).isTrue();
  }

  /// Random histories: whatever comes later than a moment changes nothing of what was final then.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void what_was_believed_is_not_changed_by_what_comes_later(long seed) {
    Random random = new Random(seed);
    List<LedgersAsOf> believed = new ArrayList<>();
    int second = 1;
    for (int i = 0; i < 16; i++) {
      second += 1 + random.nextInt(5);
      switch (random.nextInt(6)) {
        case 0 -> revise(randomRanges(random), second);
        case 1 -> add(trust.stranger, second);
        case 2 -> addAt(trust.worker, START.plusSeconds(second).minusSeconds(random.nextInt(40)));
        default -> add(trust.worker, second);
      }
      believed.add(at(second - 1));
    }
    PolicyHistory history = history();
    SortedMap<VolumeName, List<LedgerCommit>> volumes = volumes();
    for (LedgersAsOf before : believed) {
      LedgersAsOf now = LedgersAsOf.of(before.moment(), history, volumes);
      if (before.isFinal()) {
        assertThat(now.cut()).isEqualTo(before.cut());
        assertThat(now.records()).isEqualTo(before.records());
      }
      assertThat(now.policy().version()).isEqualTo(before.policy().version());
      assertThat(now.records()).containsAll(before.records());
    }
  }

  /// The nightly run asks for more.
  static LongStream histories() {
    return LongStream.rangeClosed(1, Long.getLong("afdp.histories", 20));
  }

  /// Random histories with changing policies, keys and times: what is judged commit by commit is at
  /// each moment what the whole ledgers say.
  @ParameterizedTest
  @MethodSource("histories")
  void views_of_each_policy_say_at_any_moment_what_is_believed(long seed) {
    Random random = new Random(seed);
    int second = 1;
    boolean opened = false;
    int granting = random.nextInt(20);
    for (int i = 0; i < 20; i++) {
      second += 1 + random.nextInt(5);
      switch (i == granting ? 3 : random.nextInt(7)) {
        case 0 -> revise(randomRanges(random), second);
        case 6 -> {
          if (checks.size() > 1 && !opened) {
            opened = true;
            open(checks.size() - random.nextInt(2), second);
          }
        }
        case 1 -> add(trust.stranger, second);
        case 2 -> addAt(trust.worker, START.plusSeconds(second).minusSeconds(random.nextInt(40)));
        case 3 -> {
          if (i == granting) {
            grant(trust.stranger, second);
          }
        }
        default -> add(trust.worker, second);
      }
    }
    PolicyHistory history = history();
    SortedMap<VolumeName, List<LedgerCommit>> volumes = volumes();
    PolicyViews views = new PolicyViews(history, new TreeMap<>());
    List<PolicyViews.Judged> judged =
        volumes.getOrDefault(CHECKS, List.of()).stream().map(views::judge).toList();
    for (int i = 0; i < MOMENTS; i++) {
      int moment = random.nextInt(second + 2);
      Instant at = START.plusSeconds(moment);
      assertThat(trustedAt(at, judged))
          .as("seed %s, moment %s", seed, moment)
          .isEqualTo(indexes(LedgersAsOf.of(at, history, volumes)));
    }
  }

  private static List<Long> trustedAt(Instant moment, List<PolicyViews.Judged> judged) {
    List<Long> trusted = new ArrayList<>();
    for (PolicyViews.Judged commit : judged) {
      commit.views().stream()
          .filter(view -> !view.from().isAfter(moment))
          .reduce((_, later) -> later)
          .ifPresent(
              view ->
                  view.commit().entries().stream()
                      .filter(entry -> entry.verdict() instanceof Verdict.Trusted)
                      .forEach(entry -> trusted.add(entry.entry().index())));
    }
    return trusted;
  }

  private void add(OpenPgpSecretKey signer, int second) {
    addAt(signer, START.plusSeconds(second));
  }

  private void addAt(OpenPgpSecretKey signer, Instant recordedAt) {
    checks.commit(
        draft -> {
          draft.add(TestTrust.check("c"));
          draft.signer = signer;
          draft.recordedAt = recordedAt;
        });
  }

  private void publish(LedgerRecord record, int second) {
    policies.commit(
        draft -> {
          draft.add(record);
          draft.recordedAt = START.plusSeconds(second);
        });
  }

  private void revise(List<IndexRange> ranges, int second) {
    policy = trust.next(policy, grant -> grant.withRanges(ranges), trust.root);
    publish(policy, second);
  }

  private void open(long finalSize, int second) {
    LedgerRecord opening = TestTrust.successor(checks, finalSize, trust.root);
    policy = TestTrust.changed(policy, before -> before.opening(nextChecks.name), trust.root);
    policies.commit(
        draft -> {
          draft.add(opening);
          draft.add(policy);
          draft.recordedAt = START.plusSeconds(second);
        });
  }

  private void addNext(int second) {
    nextChecks.commit(
        draft -> {
          draft.add(TestTrust.check("c"));
          draft.recordedAt = START.plusSeconds(second);
        });
  }

  private void grant(OpenPgpSecretKey key, int second) {
    Grant granted =
        new Grant(
            key.fingerprint(),
            key.publicKey().armored(),
            "another worker",
            "worker",
            List.of("check-result"),
            List.of(Grant.ANY),
            List.of(Grant.ANY),
            ranges(IndexRange.all(CHECKS)));
    policy =
        TestTrust.changed(
            policy,
            before -> {
              List<Grant> grants = new ArrayList<>(before.grants());
              grants.add(granted);
              return TestTrust.withGrants(before, grants);
            },
            trust.root);
    publish(policy, second);
  }

  private static List<IndexRange> ranges(IndexRange... ofChecks) {
    List<IndexRange> ranges = new ArrayList<>(Arrays.asList(ofChecks));
    ranges.add(IndexRange.all(Series.TRUST_POLICY.firstVolume()));
    return ranges;
  }

  private static List<IndexRange> randomRanges(Random random) {
    int gap = random.nextInt(12);
    return ranges(
        new IndexRange(CHECKS, random.nextInt(3), (long) gap),
        new IndexRange(CHECKS, gap + random.nextInt(4), null));
  }

  private PolicyHistory history() {
    return new PolicyVolumes(List.of(policies.reader()), TrustPolicy.digest(trust.policy))
        .history();
  }

  private LedgersAsOf at(int second) {
    return LedgersAsOf.of(START.plusSeconds(second), history(), volumes());
  }

  private SortedMap<VolumeName, List<LedgerCommit>> volumes() {
    SortedMap<VolumeName, List<LedgerCommit>> volumes = new TreeMap<>();
    for (TestVolume volume : List.of(policies, checks, nextChecks)) {
      List<LedgerCommit> commits = new ArrayList<>();
      VolumeName name = volume.name;
      try (CommitReadings readings = volume.reader().since(VolumePosition.start(name))) {
        readings.forEachRemaining(reading -> commits.add(((CommitReading.Good) reading).commit()));
      }
      volumes.put(name, commits);
    }
    return volumes;
  }

  private static List<Long> indexes(LedgersAsOf believed) {
    return believed.records().stream()
        .filter(record -> record.volume().equals(CHECKS))
        .map(StandingRecord::index)
        .toList();
  }
}
