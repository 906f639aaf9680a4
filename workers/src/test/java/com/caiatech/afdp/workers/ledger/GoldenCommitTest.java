package com.caiatech.afdp.workers.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.CommitTrailers;
import com.caiatech.afdp.schemas.ledger.LedgerEntry;
import com.caiatech.afdp.schemas.ledger.RawCommit;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/// The raw commit, and the Merkle entries of what it adds, for a fixed key, time and content.
class GoldenCommitTest {
  /// A key that signs nothing but these tests.
  private static final Path KEY = Path.of("src/test/resources/golden/ledger/test-key.asc");

  private static final Instant MOMENT = Instant.parse("2026-01-31T12:00:00.123Z");

  @Test
  void a_commit_has_golden_bytes() throws Exception {
    RawCommit commit = commit();
    Golden.check("ledger/commit.txt", new String(commit.bytes(), StandardCharsets.UTF_8));
    assertThat(commit.message()).startsWith("Record 2 check-result\n\nRecorded-At: ");
  }

  @Test
  void its_entries_have_golden_bytes_and_leaf_hashes() throws Exception {
    StringBuilder found = new StringBuilder();
    long index = 42;
    for (AddedFile file : SignedCommit.files(records())) {
      LedgerEntry entry = new LedgerEntry(index++, file.path(), file.sha256(), commit().sha256());
      found
          .append(new String(entry.bytes(), StandardCharsets.UTF_8))
          .append(MerkleTree.leafHash(entry.bytes()))
          .append("\n\n");
    }
    Golden.check("ledger/entries.txt", found.toString());
  }

  private static RawCommit commit() throws Exception {
    CommitTrailers trailers =
        new CommitTrailers(
            MOMENT,
            new VolumeName("pre-post-deployment-checks"),
            42,
            VolumeVerifier.entriesRoot(SignedCommit.files(records())),
            Sha256.ofUtf8("parent"));
    return RawCommit.parse(
        SignedCommit.bytes(
            ObjectId.fromString("4b825dc642cb6eb9a060e54bf8d69288fbee4904"),
            ObjectId.fromString("00112233445566778899aabbccddeeff00112233"),
            trailers,
            SignedCommit.subject(records()),
            new WriterIdentity(
                "AFDP worker",
                "worker@afdp.invalid",
                OpenPgpSecretKey.parse(Files.readString(KEY)))));
  }

  private static List<CheckedRecord.Placed> records() {
    DeploymentId deployment = DeploymentId.parse("019c13f2-4a00-7000-8000-000000000001");
    return Stream.of("smoke", "latency")
        .map(name -> TestPlatform.check(deployment, name, MOMENT))
        .map((LedgerRecord record) -> new CheckedRecord(RecordToWrite.of(record), record))
        .map(checked -> new CheckedRecord.Placed(checked.place(), checked))
        .toList();
  }
}
