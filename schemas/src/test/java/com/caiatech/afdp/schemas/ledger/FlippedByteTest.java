package com.caiatech.afdp.schemas.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One bit of each byte of what a ledger holds is changed in a real repository, which is then read
/// and judged as after any push.
class FlippedByteTest {
  @TempDir Path folder;
  private final TestTrust trust = new TestTrust();
  private TestVolume volume;
  private RawCommit first;
  private VolumePosition known;

  @BeforeEach
  void makeVolume() throws IOException {
    volume = new TestVolume(folder.resolve("checks.git"), Series.CHECKS, trust.worker);
    CommitId id = volume.add(TestTrust.check("first"));
    first = RawCommit.parse(rawHead());
    known = new VolumePosition(Series.CHECKS.firstVolume(), 1, id, TestVolume.START);
  }

  @AfterEach
  void closeVolume() {
    volume.close();
  }

  /// A part of a commit object, and what a change in it can be found as.
  private record Part(String name, int from, int until, Set<ViolationKind> kinds) {}

  @Test
  void aCommitWithAChangedByteCountsNowhereAndEachPartHasItsVerdicts() throws IOException {
    volume.add(TestTrust.check("a"), TestTrust.check("b"));
    byte[] raw = rawHead();
    assertThat(store(raw)).isEmpty();
    for (Part part : parts(new String(raw, ISO_8859_1))) {
      assertThat(part.from()).as(part.name()).isLessThan(part.until());
      for (int i = part.from(); i < part.until(); i++) {
        assertThat(store(flipped(raw, i)))
            .as("byte %d, in %s", i, part.name())
            .containsAnyElementsOf(part.kinds());
      }
    }
  }

  private static List<Part> parts(String commit) {
    int author = commit.indexOf("author ");
    int signature = commit.indexOf("\ngpgsig ");
    int message = commit.indexOf("\n\n") + 2;
    Set<ViolationKind> changed =
        EnumSet.of(ViolationKind.BROKEN_OBJECT, ViolationKind.BAD_SIGNATURE);
    Set<ViolationKind> elsewhere = EnumSet.copyOf(changed);
    elsewhere.addAll(List.of(ViolationKind.REWRITTEN_HISTORY, ViolationKind.MISSING_OBJECT));
    Set<ViolationKind> otherwise = EnumSet.copyOf(changed);
    otherwise.addAll(List.of(ViolationKind.UNSIGNED, ViolationKind.UNKNOWN_KEY));
    return List.of(
        new Part("tree and parent", 0, author, elsewhere),
        new Part("author and committer", author, signature, changed),
        new Part("the signature", signature, message, otherwise),
        new Part("the message", message, commit.length(), EnumSet.of(ViolationKind.BAD_SIGNATURE)));
  }

  @Test
  void aRecordWithAChangedByteDoesNotFitTheEntriesRootThatWasSigned() {
    LedgerRecord record = TestTrust.check("a");
    byte[] honest = RecordCodec.encode(record);
    assertThat(forge(record, honest, honest)).isEmpty();
    for (int i = 0; i < honest.length; i += 7) { // each costs a signed commit
      assertThat(forge(record, honest, flipped(honest, i)))
          .as("byte %d of the record", i)
          .contains(ViolationKind.WRONG_ENTRIES_ROOT);
    }
  }

  /// Stores the commit object as it is, and judges it as the head.
  private Set<ViolationKind> store(byte[] raw) throws IOException {
    try (ObjectInserter inserter = volume.repository.newObjectInserter()) {
      CommitId id = new CommitId(inserter.insert(Constants.OBJ_COMMIT, raw).name());
      inserter.flush();
      return judge(id);
    }
  }

  /// Commits other bytes at the record's path than the signed trailers say, and judges that.
  private Set<ViolationKind> forge(LedgerRecord record, byte[] signed, byte[] stored) {
    String path = LedgerPath.of(record.header()).text();
    volume.commit(
        draft -> {
          draft.parents = List.of(Objects.requireNonNull(known.head()));
          draft.parentSha256 = first.sha256();
          draft.firstIndex = known.size();
          draft.entriesRoot = VolumeVerifier.entriesRoot(List.of(AddedFile.of(path, signed)));
          draft.removed.add(path);
          draft.add(path, stored);
        });
    return judge(volume.head());
  }

  /// What is wrong with the commit after the known one: nothing only where each entry is trusted.
  private Set<ViolationKind> judge(CommitId head) {
    Set<ViolationKind> kinds = EnumSet.noneOf(ViolationKind.class);
    try (CommitReadings readings = volume.reader().since(known, head)) {
      switch (readings.next()) {
        case CommitReading.Structural fault -> kinds.add(fault.kind());
        case CommitReading.Empty nothing -> kinds.add(ViolationKind.EMPTY_COMMIT);
        case CommitReading.Good(LedgerCommit commit) -> {
          JudgedCommit judged = VolumeVerifier.judge(commit, known.recordedAt(), trust.trust());
          assertThat(judged.entries()).isNotEmpty();
          for (JudgedEntry entry : judged.entries()) {
            if (entry.verdict() instanceof Verdict.Violated(List<Finding> findings)) {
              findings.forEach(finding -> kinds.add(finding.kind()));
            }
          }
        }
      }
    }
    return kinds;
  }

  private byte[] rawHead() throws IOException {
    ObjectId id = ObjectId.fromString(volume.head().value());
    return volume.repository.open(id, Constants.OBJ_COMMIT).getBytes();
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << at % 8);
    return flipped;
  }
}
