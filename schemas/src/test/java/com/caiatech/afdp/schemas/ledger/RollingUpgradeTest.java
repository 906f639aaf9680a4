package com.caiatech.afdp.schemas.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.record.FormatEvolutionTest;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordFormats;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Software of today and of tomorrow, which knows a second version of check results, on one volume.
class RollingUpgradeTest {
  private static final RecordFormats TOMORROW = FormatEvolutionTest.next(RecordKind.CHECK_RESULT);

  @TempDir Path folder;
  private final TestTrust trust = new TestTrust();
  private final TrustPolicy before = trust.trust();
  private final TrustPolicy naming = granting("check-result/2");
  private TestVolume volume;

  @BeforeEach
  void makeVolume() {
    volume = new TestVolume(folder, Series.CHECKS, trust.worker);
  }

  @AfterEach
  void closeVolume() {
    volume.close();
  }

  @Test
  void an_old_reader_stops_at_what_newer_software_may_sign() {
    addNewer(trust.worker);
    assertThatThrownBy(() -> verdicts(naming, RecordFormats.TODAY))
        .isInstanceOf(SchemasException.NewerThanSoftware.class)
        .hasMessageContaining("entry 0 of pre-post-deployment-checks")
        .hasMessageContaining("check-result/2 is newer than this software");
  }

  @Test
  void a_newer_version_that_the_policy_does_not_name_is_worth_nothing_and_stops_nobody() {
    addNewer(trust.worker);
    volume.add(TestTrust.check("old"));
    List<Verdict> verdicts = verdicts(before, RecordFormats.TODAY);
    assertThat(kinds(verdicts.getFirst())).containsExactly(ViolationKind.SCHEMA);
    assertThat(verdicts.getLast()).isInstanceOf(Verdict.Trusted.class);
  }

  @Test
  void a_newer_version_by_a_key_that_nobody_trusts_stops_nobody() {
    addNewer(trust.stranger);
    addNewer(null);
    List<Verdict> verdicts = verdicts(naming, RecordFormats.TODAY);
    assertThat(kinds(verdicts.getFirst()))
        .containsExactly(ViolationKind.UNKNOWN_KEY, ViolationKind.SCHEMA);
    assertThat(kinds(verdicts.getLast()))
        .containsExactly(ViolationKind.UNSIGNED, ViolationKind.SCHEMA);
  }

  @Test
  void a_kind_that_came_later_stops_who_does_not_know_it_where_the_policy_grants_it() {
    LedgerRecord record = TestTrust.check("x");
    volume.commit(
        draft ->
            draft.add(
                LedgerPath.of(record.header()).text(),
                new String(record.tree().bytes(), UTF_8)
                    .replace("\"schema\":\"check-result/1\"", "\"schema\":\"weather/1\"")
                    .getBytes(UTF_8)));
    assertThat(kinds(verdicts(naming, RecordFormats.TODAY).getFirst()))
        .containsExactly(ViolationKind.SCHEMA);
    assertThatThrownBy(() -> verdicts(granting("weather"), RecordFormats.TODAY))
        .isInstanceOf(SchemasException.NewerThanSoftware.class);
  }

  @Test
  void an_old_writer_goes_on_beside_a_new_one_before_a_new_reader() {
    volume.add(TestTrust.check("old"));
    addNewer(trust.worker);
    assertThat(verdicts(naming, TOMORROW))
        .hasSize(2)
        .allMatch(verdict -> verdict instanceof Verdict.Trusted);
  }

  @Test
  void a_new_writer_uses_the_old_version_until_the_policy_names_the_new_one() {
    LedgerRecord record = TestTrust.check("x");
    addNewer(trust.worker);
    assertThat(kinds(verdicts(before, TOMORROW).getFirst()))
        .containsExactly(ViolationKind.KEY_OUTSIDE_ROLE);

    SchemaVersion first = new SchemaVersion(RecordKind.CHECK_RESULT, 1);
    volume.commit(
        draft ->
            draft.add(
                LedgerPath.of(record.header()).text(),
                TOMORROW.encode(record.header(), record.body(), first)));
    assertThat(verdicts(before, TOMORROW).getLast()).isInstanceOf(Verdict.Trusted.class);
    assertThat(verdicts(before, RecordFormats.TODAY).getLast()).isInstanceOf(Verdict.Trusted.class);
  }

  private void addNewer(@Nullable OpenPgpSecretKey signer) {
    LedgerRecord record = TestTrust.check("newer");
    volume.commit(
        draft -> {
          draft.signer = signer;
          draft.add(
              LedgerPath.of(record.header()).text(),
              TOMORROW.encode(
                  record.header(), record.body(), new SchemaVersion(RecordKind.CHECK_RESULT, 2)));
        });
  }

  private TrustPolicy granting(String kind) {
    return TrustPolicy.of(
        trust.next(
            trust.policy,
            grant -> {
              List<String> kinds = new ArrayList<>(grant.kinds());
              kinds.add(kind);
              return TestTrust.withKinds(grant, kinds);
            },
            trust.root));
  }

  private List<Verdict> verdicts(TrustPolicy policy, RecordFormats formats) {
    List<Verdict> verdicts = new ArrayList<>();
    VolumePosition position = VolumePosition.start(volume.series.firstVolume());
    try (CommitReadings readings = volume.reader().since(position)) {
      while (readings.hasNext()) {
        CommitReading.Good good = (CommitReading.Good) readings.next();
        JudgedCommit judged =
            VolumeVerifier.judge(good.commit(), position.recordedAt(), policy, formats);
        judged.entries().forEach(entry -> verdicts.add(entry.verdict()));
        position = judged.after();
      }
    }
    return verdicts;
  }

  private static List<ViolationKind> kinds(Verdict verdict) {
    return ((Verdict.Violated) verdict).findings().stream().map(Finding::kind).toList();
  }
}
