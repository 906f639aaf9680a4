package com.caiatech.afdp.schemas.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.arbitrary;
import static org.quicktheories.generators.SourceDSL.longs;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.record.RandomRecords;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerLayoutTest {
  private static final String PATH =
      "staging/cart/2026/01/31/019c13f2-4a00-7000-8000-000000000001/"
          + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.json";
  private static final CommitTrailers TRAILERS =
      new CommitTrailers(
          Instant.parse("2026-01-31T12:00:00.123Z"),
          new VolumeName("approval-logs"),
          42,
          Sha256.ofUtf8("entries"),
          Sha256.ofUtf8("parent"));

  @Test
  void the_path_of_every_record_reads_back() {
    qt().withExamples(300)
        .forAll(longs().all(), arbitrary().enumValues(RecordKind.class))
        .check(
            (seed, kind) -> {
              LedgerPath path =
                  LedgerPath.of(new RandomRecords(seed).next(kind).header())
                      .attempt((int) Math.floorMod(seed, (long) LedgerPath.MAX_ATTEMPTS) + 1);
              return LedgerPath.parse(path.text()).equals(path)
                  && path.text().length() <= LedgerPath.MAX_LENGTH;
            });
  }

  @Test
  void the_date_is_the_one_inside_the_subjects_id() {
    SubjectId subject = SubjectId.create(Instant.parse("2026-01-31T23:59:59.999Z"));
    LedgerPath path =
        new LedgerPath(
            Scope.global(),
            subject,
            RecordId.of("incident-reports", "_", "_", subject, "causal-link", "x"),
            1);
    assertThat(path.text()).startsWith("_/_/2026/01/31/" + subject + "/");
    String wrong = path.text().replace("/01/31/", "/02/01/");
    assertThat(LedgerPath.read(wrong)).isInstanceOf(PathReading.WrongPlace.class);
    assertThatThrownBy(() -> LedgerPath.parse(wrong))
        .isInstanceOf(SchemasException.MalformedInput.class)
        .hasMessageContaining("expected the date inside the subject's id, 2026/01/31");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "README.md",
        "Staging/cart/2026/01/31/019c13f2-4a00-7000-8000-000000000001/"
            + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.json",
        "staging/../2026/01/31/019c13f2-4a00-7000-8000-000000000001/"
            + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.json",
        "staging/cart/2026/01/31/f19c13f2-4a00-7000-8000-000000000001/"
            + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.json",
        "staging/cart/2026/01/31/019c13f2-4a00-4000-8000-000000000001/"
            + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.json",
        "staging/cart/2026/01/31/019c13f2-4a00-7000-8000-000000000001/"
            + "5f2b6c1a-0e4d-4a3b-9c1d-2e3f4a5b6c7d.json",
        "staging/cart/2026/01/31/019c13f2-4a00-7000-8000-000000000001/"
            + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.json\n",
        "staging/cart/2026/01/31/019c13f2-4a00-7000-8000-000000000001/"
            + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.1.json",
        "staging/cart/2026/01/31/019c13f2-4a00-7000-8000-000000000001/"
            + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.02.json",
        "staging/cart/2026/01/31/019c13f2-4a00-7000-8000-000000000001/"
            + "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.10000.json"
      })
  void what_no_record_can_have_is_a_bad_form(String path) {
    assertThat(LedgerPath.read(path)).isInstanceOf(PathReading.BadForm.class);
  }

  @Test
  void an_entry_and_a_message_have_golden_bytes() {
    LedgerEntry entry = new LedgerEntry(7, PATH, Sha256.ofUtf8("bytes"), Sha256.ofUtf8("commit"));
    assertThat(new String(entry.bytes(), UTF_8))
        .isEqualTo(
            """
            afdp-entry/1
            staging/cart/2026/01/31/019c13f2-4a00-7000-8000-000000000001/5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d.json
            %s
            %s
            """
                .formatted(Sha256.ofUtf8("bytes"), Sha256.ofUtf8("commit")));
    assertThat(MerkleTree.leafHash(entry.bytes()))
        .isEqualTo(Sha256.of(concat(new byte[] {0}, entry.bytes())));
    assertThat(TRAILERS.message("Record 2 check-result"))
        .isEqualTo(
            """
            Record 2 check-result

            Recorded-At: 2026-01-31T12:00:00.123Z
            Volume: approval-logs
            First-Index: 42
            Entries-Root: %s
            Parent-SHA256: %s
            """
                .formatted(Sha256.ofUtf8("entries"), Sha256.ofUtf8("parent")));
  }

  @Test
  void the_root_of_one_file_is_the_leaf_hash_of_its_path_and_digest() {
    AddedFile file = AddedFile.of(PATH, "{}".getBytes(UTF_8));
    assertThat(VolumeVerifier.entriesRoot(List.of(file)))
        .isEqualTo(
            Sha256.of(concat(new byte[] {0}, (PATH + "\n" + Sha256.ofUtf8("{}")).getBytes(UTF_8))));
  }

  @Test
  void trailers_read_back_and_nothing_else_does() {
    String message = TRAILERS.message("Record");
    assertThat(CommitTrailers.parse(message))
        .isEqualTo(new CommitTrailers.TrailersReading.Good(TRAILERS));
    for (String broken :
        List.of(
            "",
            message + "\n",
            message + "Volume: again\n",
            message.replace("First-Index: 42", "First-Index: 042"),
            message.replace("Recorded-At: 2026-01-31", "Recorded-At: 2026-02-31"),
            message.replace("Volume: approval-logs\n", ""),
            message.replace("Entries-Root", "entries-root"))) {
      assertThat(CommitTrailers.parse(broken))
          .as(broken)
          .isInstanceOf(CommitTrailers.TrailersReading.Bad.class);
    }
  }

  @Test
  void consistency_tokens_read_back() {
    ConsistencyToken token = new ConsistencyToken(new VolumeName("approval-logs"), 42);
    assertThat(ConsistencyToken.parse(token.text())).isEqualTo(token);
    for (String other : List.of("approval-logs:-1", "approval-:1", "approval-logs:01")) {
      assertThatThrownBy(() -> ConsistencyToken.parse(other))
          .isInstanceOf(SchemasException.MalformedInput.class)
          .hasMessageContaining("expected <volume>:<size>");
    }
  }

  @Test
  void a_raw_commit_without_a_tree_is_malformed() {
    assertThatThrownBy(() -> RawCommit.parse("author x\n\nmessage\n".getBytes(UTF_8)))
        .isInstanceOf(SchemasException.MalformedInput.class)
        .hasMessageContaining("expected one header 'tree', found 0");
  }

  @Test
  void a_parent_that_git_does_not_take_for_one_makes_a_commit_malformed() {
    String id = "4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
    String commit = "tree " + id + "author a\ncommitter c\nparent " + id + "\nmessage\n";
    assertThatThrownBy(() -> RawCommit.parse(commit.getBytes(UTF_8)))
        .isInstanceOf(SchemasException.MalformedInput.class)
        .hasMessageContaining("in this order");
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
