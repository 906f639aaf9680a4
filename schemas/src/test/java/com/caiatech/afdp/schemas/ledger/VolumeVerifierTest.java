package com.caiatech.afdp.schemas.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.IndexRange;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeVerifierTest {
  @TempDir Path folder;
  private final TestTrust trust = new TestTrust();
  private TestVolume volume;

  @BeforeEach
  void makeVolume() {
    volume = volume(Series.CHECKS);
    volume.add(TestTrust.check("honest"));
  }

  @AfterEach
  void closeVolume() {
    volume.close();
  }

  @Test
  void honest_records_are_trusted() {
    volume.add(TestTrust.check("a"), TestTrust.check("b"));
    LedgerVerification verification = verify(trust.trust(), commit -> {});
    assertThat(verification.sound()).isTrue();
    assertThat(verification.trusted()).isEqualTo(3);
    assertThat(verification.end().recordedAt()).isEqualTo(TestVolume.START.plusSeconds(1));
  }

  @Test
  void each_defect_has_its_kind_and_later_records_still_count() {
    LedgerRecord record = TestTrust.check("x");
    String path = LedgerPath.of(record.header()).text();
    byte[] bytes = RecordCodec.encode(record);
    expect(ViolationKind.UNSIGNED, draft -> draft.signer = null);
    expect(ViolationKind.UNKNOWN_KEY, draft -> draft.signer = trust.stranger);
    expect(
        ViolationKind.BAD_SIGNATURE,
        draft -> draft.signature = trust.worker.signDetached("other".getBytes(UTF_8)));
    expect(ViolationKind.BAD_SIGNATURE, draft -> draft.signature = "no signature");
    expect(ViolationKind.BAD_TRAILERS, draft -> draft.message = "no trailers\n");
    expect(ViolationKind.WRONG_VOLUME, draft -> draft.volume = new VolumeName("elsewhere"));
    expect(ViolationKind.WRONG_INDEX, draft -> draft.firstIndex += 1);
    expect(ViolationKind.WRONG_ENTRIES_ROOT, draft -> draft.entriesRoot = Sha256.ofUtf8("x"));
    expect(ViolationKind.WRONG_PARENT, draft -> draft.parentSha256 = Sha256.ofUtf8("x"));
    expect(ViolationKind.WRONG_PARENT, draft -> draft.parentSha256 = null);
    expect(
        ViolationKind.RECORDED_BACKWARDS,
        draft -> draft.recordedAt = TestVolume.START.minusSeconds(1));
    expectFile(ViolationKind.MALFORMED, path, "{".getBytes(UTF_8));
    expectFile(
        ViolationKind.NOT_CANONICAL,
        LedgerPath.of(TestTrust.check("y").header()).text(),
        (new String(bytes, UTF_8) + "\n").getBytes(UTF_8));
    expectFile(
        ViolationKind.SCHEMA,
        LedgerPath.of(TestTrust.check("z").header()).text(),
        "{}".getBytes(UTF_8));
    expectFile(
        ViolationKind.OVERSIZE,
        LedgerPath.of(TestTrust.check("o").header()).text(),
        new byte[AddedFile.MAX_BYTES + 1]);
    expectFile(
        ViolationKind.WRONG_PATH, LedgerPath.of(TestTrust.check("w").header()).text(), bytes);
    expectFile(ViolationKind.WRONG_PATH, path.replace("staging/cart", "production/cart"), bytes);
    expectFile(
        ViolationKind.ID_MISMATCH,
        LedgerPath.of(TestTrust.check("i").header()).text(),
        new String(bytes, UTF_8)
            .replace("\"logical_step\":\"pre-x\"", "\"logical_step\":\"pre-q\"")
            .getBytes(UTF_8));
    assertThat(verify(trust.trust(), commit -> {}).structural()).isEmpty();
  }

  @Test
  void a_commit_that_does_not_count_does_not_move_time() {
    volume.commit(
        draft -> {
          draft.add(TestTrust.check("future"));
          draft.signer = trust.stranger;
          draft.recordedAt = Instant.parse("2099-01-01T00:00:00Z");
        });
    volume.add(TestTrust.check("next"));
    List<JudgedCommit> commits = judged(trust.trust());
    assertThat(commits.get(1).recordedAt()).isEqualTo(commits.get(0).recordedAt());
    assertThat(commits.get(2).entries().getFirst().verdict()).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_revoked_key_counts_until_its_last_index_and_no_further() {
    volume.add(TestTrust.check("before"));
    volume.add(TestTrust.check("after"));
    TrustPolicy revoked = changed(grant -> ranged(grant, 0, 2L));
    List<Verdict> verdicts = verdicts(revoked);
    assertThat(verdicts.subList(0, 2)).allMatch(verdict -> verdict instanceof Verdict.Trusted);
    assertThat(kinds(verdicts.get(2))).containsExactly(ViolationKind.KEY_OUT_OF_RANGE);
  }

  @Test
  void a_key_outside_its_role_is_named() {
    TrustPolicy narrowed =
        changed(grant -> TestTrust.withKinds(grant, List.of(RecordKind.POLICY.value())));
    assertThat(kinds(verdicts(narrowed).getFirst()))
        .containsExactly(ViolationKind.KEY_OUTSIDE_ROLE);
  }

  @Test
  void nobody_is_trusted_without_a_policy() {
    assertThat(kinds(verdicts(TrustPolicy.nobody()).getFirst()))
        .containsExactly(ViolationKind.UNKNOWN_KEY);
  }

  @Test
  void a_record_of_another_series_is_at_the_wrong_place() {
    Header header = TestTrust.requestHeader(TestTrust.NOW);
    volume.add(LedgerRecord.of(header, trust.proven(header)));
    assertThat(kinds(verdicts(trust.trust()).getLast())).containsExactly(ViolationKind.WRONG_PATH);
  }

  @Test
  void a_request_counts_with_its_proof_and_not_without() {
    try (TestVolume manifests = volume(Series.DEPLOYMENT_MANIFESTS)) {
      Header proven = TestTrust.requestHeader(TestTrust.NOW);
      manifests.add(LedgerRecord.of(proven, trust.proven(proven)));
      manifests.add(LedgerRecord.of(TestTrust.requestHeader(TestTrust.NOW), TestTrust.unproven()));
      List<Verdict> verdicts = new ArrayList<>();
      LedgerVerification.run(
          manifests.reader(),
          trust.trust(),
          commit -> commit.entries().forEach(entry -> verdicts.add(entry.verdict())));
      assertThat(verdicts.get(0)).isInstanceOf(Verdict.Trusted.class);
      assertThat(kinds(verdicts.get(1))).containsExactly(ViolationKind.UNPROVEN_INTENT);
    }
  }

  @Test
  void policies_are_read_from_their_volume_and_a_forged_one_is_a_violation() {
    try (TestVolume policies = volume(Series.TRUST_POLICY)) {
      policies.add(trust.policy);
      policies.add(trust.next(trust.policy, grant -> grant, trust.stranger));
      PolicyVolumes history =
          new PolicyVolumes(List.of(policies.reader()), TrustPolicy.digest(trust.policy));
      assertThat(history.history().current())
          .hasValueSatisfying(policy -> assertThat(policy.version()).isEqualTo(1));
      List<Verdict> verdicts = new ArrayList<>();
      LedgerVerification.run(
          policies.reader(),
          history.history().currentOrNobody(),
          commit -> commit.entries().forEach(entry -> verdicts.add(entry.verdict())));
      assertThat(verdicts.get(0)).isInstanceOf(Verdict.Trusted.class);
      assertThat(kinds(verdicts.get(1))).containsExactly(ViolationKind.UNPROVEN_POLICY);
    }
  }

  private void expect(ViolationKind kind, Consumer<TestVolume.Draft> defect) {
    volume.commit(
        draft -> {
          draft.add(TestTrust.check("defect"));
          defect.accept(draft);
        });
    volume.add(TestTrust.check("later"));
    List<Verdict> verdicts = verdicts(trust.trust());
    assertThat(kinds(verdicts.get(verdicts.size() - 2))).containsExactly(kind);
    assertThat(verdicts.getLast()).as("after " + kind).isInstanceOf(Verdict.Trusted.class);
  }

  private void expectFile(ViolationKind kind, String path, byte[] bytes) {
    volume.commit(draft -> draft.add(path, bytes));
    volume.add(TestTrust.check("later"));
    List<Verdict> verdicts = verdicts(trust.trust());
    assertThat(kinds(verdicts.get(verdicts.size() - 2))).contains(kind);
    assertThat(verdicts.getLast()).as("after " + kind).isInstanceOf(Verdict.Trusted.class);
  }

  private TrustPolicy changed(UnaryOperator<Grant> change) {
    return TrustPolicy.of(trust.next(trust.policy, change, trust.root));
  }

  private static Grant ranged(Grant grant, long from, Long until) {
    return grant.withRanges(
        Arrays.stream(Series.values())
            .map(series -> new IndexRange(series.firstVolume(), from, until))
            .toList());
  }

  private TestVolume volume(Series series) {
    return new TestVolume(folder.resolve(series.value()), series, trust.worker);
  }

  private LedgerVerification verify(TrustPolicy policy, Consumer<JudgedCommit> each) {
    return LedgerVerification.run(volume.reader(), policy, each);
  }

  private List<JudgedCommit> judged(TrustPolicy policy) {
    List<JudgedCommit> commits = new ArrayList<>();
    verify(policy, commits::add);
    return commits;
  }

  private List<Verdict> verdicts(TrustPolicy policy) {
    return judged(policy).stream()
        .flatMap(commit -> commit.entries().stream())
        .map(JudgedEntry::verdict)
        .toList();
  }

  private static List<ViolationKind> kinds(Verdict verdict) {
    return ((Verdict.Violated) verdict).findings().stream().map(Finding::kind).toList();
  }
}
