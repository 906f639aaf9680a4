package com.caiatech.afdp.schemas.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.git.AllocatedBytes;
import com.caiatech.afdp.schemas.git.HandMade;
import com.caiatech.afdp.schemas.git.HandMadePack;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Series;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.OptionalAssert;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits and trees as whoever can push could make a host hold them, behind one honest commit.
/// Each stops the reader with its kind, takes little memory, and is forgotten once the branch is
/// put back.
class BoundedReadingTest {
  private static final long LITTLE = 64L << 20;

  @TempDir Path folder;
  private TestVolume volume;
  private HandMade made;
  private CommitId lastGood;
  private ObjectId parent;
  private ObjectId standing;
  private final LedgerRecord record = TestTrust.check("bad");

  @BeforeEach
  void makeVolume() throws IOException {
    volume = new TestVolume(folder.resolve("checks.git"), Series.CHECKS, TestTrust.key("worker"));
    lastGood = volume.add(TestTrust.check("first"));
    parent = ObjectId.fromString(lastGood.value());
    volume.repository.getConfig().setInt("core", null, "compression", 1);
    made = new HandMade((FileRepository) volume.repository);
    try (RevWalk walk = new RevWalk(volume.repository)) {
      standing = walk.parseCommit(parent).getTree().getId();
    }
  }

  @AfterEach
  void closeVolume() {
    volume.close();
  }

  @Test
  void aModeOfAFileOnTheIdOfATreeOrACommit() {
    ObjectId tree = made.at("a.json", "100644", made.blob("{}"));
    expect(ViolationKind.BROKEN_OBJECT, "it is a tree", added("100644", tree)).hasValue(path());
    expect(ViolationKind.BROKEN_OBJECT, "it is a commit", added("100644", parent));
  }

  @Test
  void aModeOfAFolderOnTheIdOfAFile() {
    ObjectId file = made.blob("{}");
    expect(ViolationKind.BROKEN_OBJECT, "it is a blob", root("40000", "production", file))
        .hasValue("production/");
  }

  @Test
  void modesThatNoRecordHas() {
    ObjectId file = made.blob("{}");
    expect(ViolationKind.BAD_PATH, "found mode 160000", added("160000", parent));
    expect(ViolationKind.BAD_PATH, "found mode 120000", added("120000", file));
    expect(ViolationKind.BAD_PATH, "found mode 100755", added("100755", file));
    expect(ViolationKind.BAD_PATH, "found mode 100664", added("100664", file));
    expect(ViolationKind.BROKEN_OBJECT, "without leading zeros", added("0100644", file));
    expect(ViolationKind.BROKEN_OBJECT, "without leading zeros", added("100999", file));
    expect(ViolationKind.BROKEN_OBJECT, "without leading zeros", added("1000000644", file));
    expect(ViolationKind.BROKEN_OBJECT, "a mode", added("", file));
    expect(
        ViolationKind.BROKEN_OBJECT,
        "without leading zeros",
        root("040000", "production", made.at("a", "100644", file)));
  }

  @Test
  void oneNameOfSeventyMegabytes() {
    byte[] name = new byte[70 << 20];
    Arrays.fill(name, (byte) 'n');
    ObjectId tree = made.tree(HandMade.entry("100644", name, made.blob("{}")));
    expect(ViolationKind.BEYOND_LIMITS, "at most 8388608 bytes, found 7340", commit(tree));
  }

  @Test
  void oneNameOfSevenMegabytes() {
    byte[] name = new byte[7 << 20];
    Arrays.fill(name, (byte) 'n');
    ObjectId tree = made.tree(HandMade.entry("100644", name, made.blob("{}")), standingEntry());
    expect(ViolationKind.BAD_PATH, "of 7340032 bytes", commit(tree));
  }

  @Test
  void aFolderOfAMillionEntries() {
    ObjectId file = made.blob("{}");
    byte[] entry = HandMade.entry("100644", "0000000", file);
    ByteArrayOutputStream folder = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000_000; i++) {
      byte[] number = HandMade.bytes("%07d".formatted(i));
      System.arraycopy(number, 0, entry, 7, number.length);
      folder.writeBytes(entry);
    }
    ObjectId tree = made.insert(Constants.OBJ_TREE, folder.toByteArray());
    expect(ViolationKind.BEYOND_LIMITS, "found 35000000", root("40000", "production", tree));
  }

  @Test
  void moreFilesThanACommitMayAdd() {
    ObjectId file = made.blob("{}");
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i <= LedgerLimits.ENTRIES_PER_COMMIT; i++) {
      String name = path().substring(path().lastIndexOf('/') + 1);
      records.writeBytes(HandMade.entry("100644", "%08x".formatted(i) + name.substring(8), file));
    }
    ObjectId subject = made.insert(Constants.OBJ_TREE, records.toByteArray());
    expect(
        ViolationKind.BEYOND_LIMITS,
        "at most 10000 files",
        commit(made.tree(HandMade.entry("40000", "production", nested(subject)), standingEntry())));
  }

  @Test
  void foldersWithoutEndAndWithoutFiles() {
    ObjectId empty = made.tree();
    ObjectId tree = empty;
    for (int depth = 0; depth < 6; depth++) {
      ByteArrayOutputStream folders = new ByteArrayOutputStream();
      for (int i = 0; i < 10_000; i++) {
        folders.writeBytes(HandMade.entry("40000", "%05d".formatted(i), tree));
      }
      tree = made.insert(Constants.OBJ_TREE, folders.toByteArray());
    }
    expect(ViolationKind.BAD_PATH, "the folder is empty", root("40000", "production", tree));
    expect(ViolationKind.BAD_PATH, "the folder is empty", root("40000", "production", empty));
    ObjectId deep = made.blob("{}");
    deep = made.at("a/b/c/d/e/f/g/h/i/j.json", "100644", deep);
    expect(ViolationKind.BAD_PATH, "that deep", root("40000", "production", deep));
  }

  @Test
  void manyFilesOfAllowedSizeThatAreTooMuchTogether() {
    ObjectId file = made.insert(Constants.OBJ_BLOB, new byte[LedgerLimits.FILE_BYTES]);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      String name = path().substring(path().lastIndexOf('/') + 1);
      records.writeBytes(HandMade.entry("100644", "%08x".formatted(i) + name.substring(8), file));
    }
    ObjectId subject = made.insert(Constants.OBJ_TREE, records.toByteArray());
    volume.point(
        id(
            commit(
                made.tree(
                    HandMade.entry("40000", "production", nested(subject)), standingEntry()))));
    CommitReading.Structural fault = fault();
    assertThat(fault.kind()).isEqualTo(ViolationKind.BEYOND_LIMITS);
    assertThat(fault.reason()).contains("268435456 bytes in a commit");
  }

  @Test
  void aFileThatIsTooLargeForADigest() {
    ObjectId file = made.insert(Constants.OBJ_BLOB, new byte[LedgerLimits.FILE_BYTES + 1]);
    expect(ViolationKind.BEYOND_LIMITS, "found 8388609", added("100644", file)).hasValue(path());
  }

  @Test
  void aCommitOfAHundredMegabytes() {
    expect(
        ViolationKind.BEYOND_LIMITS,
        "at most 65536 bytes, found 1048",
        made.commit(text() + "m".repeat(100 << 20)));
    expect(
        ViolationKind.BEYOND_LIMITS,
        "at most 65536",
        made.commit(text().replace("\n\n", "\nnote " + "n".repeat(10 << 20) + "\n\n")));
  }

  @Test
  void aHundredThousandParents() {
    ObjectId[] parents = new ObjectId[100_000];
    Arrays.fill(parents, parent);
    expect(ViolationKind.BEYOND_LIMITS, "at most 65536", made.commit(standing, parents));
    expect(ViolationKind.MERGE, "found 1000", made.commit(standing, Arrays.copyOf(parents, 1_000)));
  }

  @Test
  void namesThatALenientReaderDecodesAlike() {
    ObjectId file = made.blob("{}");
    byte[] first = HandMade.entry("100644", new byte[] {'a', (byte) 0xff, 'b'}, file);
    byte[] second = HandMade.entry("100644", new byte[] {'a', (byte) 0xfe, 'b'}, file);
    expect(
        ViolationKind.BAD_PATH,
        "found 'aÿb' of 3 bytes",
        commit(made.tree(first, standingEntry())));
    expect(
        ViolationKind.BAD_PATH, "found 'aþb'", commit(made.tree(second, first, standingEntry())));
    String composed = Normalizer.normalize("é", Normalizer.Form.NFC);
    String decomposed = Normalizer.normalize("é", Normalizer.Form.NFD);
    expect(
        ViolationKind.BAD_PATH,
        "of 3 bytes",
        commit(made.tree(HandMade.entry("100644", decomposed, file), standingEntry())));
    expect(
        ViolationKind.BAD_PATH,
        "of 2 bytes",
        commit(made.tree(standingEntry(), HandMade.entry("100644", composed, file))));
  }

  @Test
  void namesThatBreakATree() {
    ObjectId file = made.blob("{}");
    expect(ViolationKind.BAD_PATH, "'a'", root("100644", "a\0b", file));
    expect(ViolationKind.BROKEN_OBJECT, "a slash", root("100644", "a/b", file));
    expect(ViolationKind.BROKEN_OBJECT, "is empty", root("100644", "", file));
    expect(ViolationKind.BAD_PATH, "'.git'", root("100644", ".git", file));
    expect(
        ViolationKind.BAD_PATH,
        ".git/config",
        root("40000", ".git", made.tree(HandMade.entry("100644", "config", file))));
    expect(ViolationKind.BAD_PATH, "'..'", root("100644", "..", file));
    expect(ViolationKind.BAD_PATH, "\\u{1b}[31m", root("100644", "a\033[31m", file));
  }

  @Test
  void entriesThatAreNotSortedOrNotTwice() {
    ObjectId file = made.blob("{}");
    byte[] a = HandMade.entry("100644", "a", file);
    byte[] b = HandMade.entry("100644", "b", file);
    expect(ViolationKind.BROKEN_OBJECT, "out of order", commit(made.tree(standingEntry(), a)));
    byte[] again = HandMade.entry("40000", "staging", made.at("x", "100644", file));
    expect(ViolationKind.BROKEN_OBJECT, "out of order", commit(made.tree(standingEntry(), again)));
    expect(ViolationKind.BAD_PATH, "'a'", commit(made.tree(a, b, standingEntry())));
    expect(
        ViolationKind.BAD_PATH,
        "'staging'",
        commit(made.tree(HandMade.entry("100644", "staging", file))));
    expect(
        ViolationKind.DELETED_RECORD,
        "staging",
        commit(made.tree(HandMade.entry("100644", "zz", file))));
  }

  @Test
  void aTreeThatEndsWithinAnEntry() {
    byte[] tree = HandMade.entry("100644", "a", made.blob("{}"));
    for (int length = 1; length < tree.length; length++) {
      expect(
          ViolationKind.BROKEN_OBJECT,
          "a tree is broken",
          commit(made.tree(Arrays.copyOf(tree, length))));
    }
  }

  @Test
  void aHistoryWithGaps() {
    ObjectId nowhere = ObjectId.fromString("7".repeat(40));
    expect(ViolationKind.MISSING_OBJECT, "does not hold it", added("100644", nowhere))
        .hasValue(path());
    expect(ViolationKind.MISSING_OBJECT, "tree 7777", commit(nowhere));
    expect(ViolationKind.MISSING_OBJECT, "tree 7777", root("40000", "production", nowhere));
    ObjectId child = made.commit(standing, nowhere);
    volume.point(new CommitId(child.name()));
    CommitReading.Structural fault = fault();
    assertThat(fault.kind()).isEqualTo(ViolationKind.MISSING_OBJECT);
    assertThat(fault.found()).isEqualTo(new CommitId(nowhere.name()));
    assertThat(fault.lastGood().head()).isEqualTo(lastGood);
    made.point(VolumeReader.BRANCH, nowhere);
    assertThat(fault().kind()).isEqualTo(ViolationKind.MISSING_OBJECT);
  }

  @Test
  void objectsWhoseBytesAreNotTheirs() {
    byte[] other = HandMade.bytes("{\"other\":1}");
    ObjectId file = made.blob("{\"this\":1}");
    ObjectId head = added("100644", file);
    made.replaceLoose(file, HandMade.looseBytes("blob " + other.length, other));
    expect(ViolationKind.BROKEN_OBJECT, "its bytes have the id", head).hasValue(path());
    made.replaceLoose(file, HandMade.bytes("x garbage"));
    expect(ViolationKind.BROKEN_OBJECT, "", head);
    made.replaceLoose(file, HandMade.looseBytes("blob 99999999999", other));
    expect(ViolationKind.BEYOND_LIMITS, "found 99999999999", head);
    made.replaceLoose(head, HandMade.bytes("x garbage"));
    expect(ViolationKind.BROKEN_OBJECT, "", head);
  }

  @Test
  void deltasThatClaimGigabytesOrGoRound() {
    HandMadePack pack = new HandMadePack();
    ObjectId large = ObjectId.fromString("1".repeat(40));
    ObjectId round = ObjectId.fromString("2".repeat(40));
    ObjectId trip = ObjectId.fromString("3".repeat(40));
    long start =
        pack.whole(made.blob("0123456789"), Constants.OBJ_BLOB, HandMade.bytes("0123456789"));
    pack.delta(large, start, HandMadePack.claiming(10, 2_100_000_000));
    pack.delta(round, trip, HandMadePack.copying(10, 10));
    pack.delta(trip, round, HandMadePack.copying(10, 10));
    pack.install(volume.repository.getDirectory().toPath());
    expect(ViolationKind.BEYOND_LIMITS, "2100000000", added("100644", large));
    expect(ViolationKind.BEYOND_LIMITS, "at most 4096 deltas", added("100644", round));
    expect(ViolationKind.BEYOND_LIMITS, "2100000000", large);
    expect(ViolationKind.BEYOND_LIMITS, "2100000000", commit(large));
  }

  @Test
  void commitsThatGitItselfReadsOtherwise() {
    String begins = "begins with the lines of its tree";
    expect(ViolationKind.BROKEN_OBJECT, begins, made.commit("nothing\n\n" + text()));
    expect(ViolationKind.BROKEN_OBJECT, begins, made.commit(text().replace("\n", "\r\n")));
    expect(
        ViolationKind.BROKEN_OBJECT,
        begins,
        made.commit(text().replace(standing.name(), "7".repeat(64))));
    expect(
        ViolationKind.REWRITTEN_HISTORY,
        "",
        made.commit(
            text()
                .replace("parent " + parent.name() + "\n", "")
                .replace("\n\n", "\nparent " + parent.name() + "\n\n")));
    expect(
        ViolationKind.BROKEN_OBJECT,
        "in this order",
        made.commit(text().replace("\n\n", "\nparent " + parent.name() + "\n\n")));
    expect(
        ViolationKind.BROKEN_OBJECT,
        "header 'author', found 2",
        made.commit(text().replace("\n\n", "\nauthor someone else\n\n")));
    expect(ViolationKind.BROKEN_OBJECT, "", made.insert(Constants.OBJ_COMMIT, new byte[0]));
  }

  @Test
  void anUnknownHeaderIsNoFault() {
    ObjectId tree = made.tree(productionEntry(), standingEntry());
    ObjectId commit =
        made.commit(
            HandMade.commitText(tree, parent)
                .replace("\n\n", "\nencoding ISO-8859-1\nmergetag object 1\n type commit\n\n"));
    volume.point(id(commit));
    assertThat(readings())
        .singleElement()
        .isInstanceOfSatisfying(
            CommitReading.Good.class, good -> assertThat(good.commit().files()).hasSize(1));
  }

  @Test
  void aPathWhoseDateIsNotThatOfItsSubject() {
    ObjectId tree =
        made.at(
            path().replace("/2026/01/31/", "/2026/01/30/").replace("production/", ""),
            "100644",
            made.blob("{}"));
    expect(ViolationKind.BAD_PATH, "it belongs at " + path(), root("40000", "production", tree));
  }

  @Test
  void commitsThatAddNothingHaveNoPositionWhoeverSignedThem() {
    ObjectId unsigned = made.commit(standing, parent);
    volume.point(id(made.commit(standing, unsigned)));
    List<CommitReading> readings = readings();
    assertThat(readings).hasSize(2).allMatch(reading -> reading instanceof CommitReading.Empty);
    assertThat(readings.getFirst())
        .isInstanceOfSatisfying(
            CommitReading.Empty.class,
            empty -> {
              assertThat(empty.commit()).isEqualTo(id(unsigned));
              assertThat(empty.index()).isEqualTo(1);
            });
  }

  @Test
  void aSignedCommitThatAddsNothingIsEmptyTooAndTheNextOneNamesItAsItsParent() {
    volume.commit(draft -> {});
    volume.add(TestTrust.check("next"));
    List<CommitReading> readings = readings();
    assertThat(readings.get(0)).isInstanceOf(CommitReading.Empty.class);
    LedgerCommit next = ((CommitReading.Good) readings.get(1)).commit();
    assertThat(next.firstIndex()).isEqualTo(1);
    assertThat(next.parentSha256()).isEqualTo(((CommitReading.Empty) readings.get(0)).sha256());
  }

  @Test
  void aVolumeMayBeginWithCommitsThatAddNothing() {
    ObjectId root = made.commit(made.tree());
    ObjectId unwritten = made.commit(Constants.EMPTY_TREE_ID, root);
    volume.point(id(made.commit(standing, unwritten)));
    List<CommitReading> readings = read(VolumePosition.start(volume.series.firstVolume()));
    assertThat(readings.subList(0, 2)).allMatch(reading -> reading instanceof CommitReading.Empty);
    assertThat(readings.get(2)).isInstanceOf(CommitReading.Good.class);
  }

  @Test
  void verificationCountsCommitsThatAddNothing() {
    volume.point(id(made.commit(standing, made.commit(standing, parent))));
    LedgerVerification verification =
        LedgerVerification.run(volume.reader(), new TestTrust().trust(), commit -> {});
    assertThat(verification.empty()).isEqualTo(2);
    assertThat(verification.end().size()).isEqualTo(1);
    assertThat(verification.sound()).isFalse();
  }

  /// Points the branch to the commit, reads, and puts it back.
  private OptionalAssert<String> expect(ViolationKind kind, String reason, ObjectId commit) {
    made.point(VolumeReader.BRANCH, commit);
    List<CommitReading.Structural> faults = new ArrayList<>();
    long allocated = AllocatedBytes.by(() -> faults.add(fault()));
    CommitReading.Structural fault = faults.getFirst();
    assertThat(fault.kind()).as(fault.describe()).isEqualTo(kind);
    assertThat(fault.reason()).contains(reason).hasSizeLessThanOrEqualTo(1_000);
    assertThat(fault.describe()).hasSizeLessThan(2_000).matches("[ -~ÿþÃ©Ì…]*");
    assertThat(fault.lastGood().head()).isEqualTo(lastGood);
    assertThat(allocated).isLessThan(LITTLE);
    made.point(VolumeReader.BRANCH, parent);
    assertThat(readings()).isEmpty();
    return assertThat(Optional.ofNullable(fault.path()));
  }

  private CommitReading.Structural fault() {
    List<CommitReading> readings = readings();
    assertThat(readings).hasSize(1);
    return (CommitReading.Structural) readings.getFirst();
  }

  private List<CommitReading> readings() {
    return read(new VolumePosition(volume.series.firstVolume(), 1, lastGood, null));
  }

  private List<CommitReading> read(VolumePosition from) {
    List<CommitReading> found = new ArrayList<>();
    try (CommitReadings readings = volume.reader().since(from)) {
      readings.forEachRemaining(found::add);
    }
    return found;
  }

  /// A commit that adds an object at a path that a record can have.
  private ObjectId added(String mode, ObjectId object) {
    String below = path().substring("production/".length());
    return root("40000", "production", made.at(below, mode, object));
  }

  /// A commit that adds an entry to the root.
  private ObjectId root(String mode, String name, ObjectId object) {
    return commit(made.tree(HandMade.entry(mode, name, object), standingEntry()));
  }

  private ObjectId commit(ObjectId tree) {
    return made.commit(tree, parent);
  }

  private String text() {
    return HandMade.commitText(standing, parent);
  }

  private byte[] productionEntry() {
    return HandMade.entry(
        "40000",
        "production",
        made.at(
            path().substring("production/".length()),
            "100644",
            made.insert(Constants.OBJ_BLOB, RecordCodec.encode(record))));
  }

  private byte[] standingEntry() {
    try {
      return volume.repository.open(standing).getBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The folders above a subject's.
  private ObjectId nested(ObjectId subject) {
    String above = path().substring("production/".length(), path().lastIndexOf('/'));
    return made.at(above, "40000", subject);
  }

  private String path() {
    return LedgerPath.of(record.header()).text().replaceFirst("staging", "production");
  }

  private static CommitId id(ObjectId commit) {
    return new CommitId(commit.name());
  }
}
