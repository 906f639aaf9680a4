package com.caiatech.afdp.schemas.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects as they can lie in a repository on a disk that others write to.
class BoundedObjectsTest {
  private static final GitLimits LIMITS =
      new GitLimits(1 << 20, 50, 4 << 20, 1_000, 1 << 20, 1 << 26);
  private static final int BLOB = Constants.OBJ_BLOB;
  private static final ObjectId SOME = ObjectId.fromString("5".repeat(40));

  @TempDir Path folder;
  private BoundedRepository repository;
  private HandMade made;

  @BeforeEach
  void makeRepository() throws IOException {
    repository = BoundedRepository.open(folder, LIMITS);
    made = new HandMade(repository);
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void aLooseObjectIsReadAndOneThatIsTooLargeIsNot() throws IOException {
    assertThat(read(made.blob("hello"))).isEqualTo(HandMade.bytes("hello"));
    ObjectId allowed = made.insert(BLOB, new byte[1 << 20]);
    assertThat(read(allowed)).hasSize(1 << 20);
    expect(Reason.TOO_LARGE, "found 1048577", made.insert(BLOB, new byte[(1 << 20) + 1]));
  }

  @Test
  void aLooseObjectThatClaimsTerabytesTakesNoMemory() {
    made.replaceLoose(SOME, HandMade.looseBytes("blob 1099511627776", new byte[9]));
    assertThat(AllocatedBytes.by(() -> expect(Reason.TOO_LARGE, "1099511627776", SOME)))
        .isLessThan(4 << 20);
  }

  @Test
  void aLooseFileThatIsNoObjectOfThatIdIsBroken() {
    made.replaceLoose(SOME, HandMade.looseBytes("blob 5", HandMade.bytes("hello")));
    expect(Reason.BROKEN, "its bytes have the id", SOME);
    made.replaceLoose(SOME, HandMade.looseBytes("blob 50", HandMade.bytes("hello")));
    expect(Reason.BROKEN, "cannot be read", SOME);
    made.replaceLoose(SOME, HandMade.looseBytes("blob 2", HandMade.bytes("hello")));
    expect(Reason.BROKEN, "cannot be read", SOME);
    made.replaceLoose(SOME, HandMade.looseBytes("blub 5", HandMade.bytes("hello")));
    expect(Reason.BROKEN, "cannot be read", SOME);
    made.replaceLoose(SOME, HandMade.bytes("this is not compressed at all"));
    expect(Reason.BROKEN, "", SOME);
    made.replaceLoose(SOME, new byte[0]);
    expect(Reason.BROKEN, "cannot be read", SOME);
    byte[] whole = HandMade.looseBytes("blob 1000", new byte[1000]);
    made.replaceLoose(SOME, Arrays.copyOf(whole, whole.length / 2));
    expect(Reason.BROKEN, "cannot be read", SOME);
  }

  @Test
  void anObjectOfAnotherTypeIsBroken() {
    ObjectId tree = made.at("a", "100644", made.blob("x"));
    expect(Reason.BROKEN, "it is a tree", tree);
  }

  @Test
  void anObjectThatIsNotThereIsMissing() {
    expect(Reason.MISSING, "does not hold it", SOME);
  }

  @Test
  void aDeltaInAPackIsReadWithinTheLimits() throws IOException {
    byte[] base = noise(500_000);
    byte[] made = Arrays.copyOf(base, 400_000);
    HandMadePack pack = new HandMadePack();
    long start = pack.whole(id(base), BLOB, base);
    pack.delta(id(made), start, HandMadePack.copying(base.length, made.length));
    pack.install(folder);
    assertThat(read(id(made))).isEqualTo(made);
    assertThat(read(id(base))).isEqualTo(base);
  }

  @Test
  void aDeltaThatClaimsGigabytesTakesNoMemory() {
    HandMadePack pack = new HandMadePack();
    long start = pack.whole(id(new byte[10]), BLOB, new byte[10]);
    pack.delta(SOME, start, HandMadePack.claiming(10, 2_000_000_000));
    pack.install(folder);
    assertThat(AllocatedBytes.by(() -> expect(Reason.TOO_LARGE, "2000000000", SOME)))
        .isLessThan(4 << 20);
  }

  @Test
  void aSmallObjectMadeFromOneThatClaimsGigabytesTakesNoMemory() {
    HandMadePack pack = new HandMadePack();
    long whole = pack.whole(id(new byte[10]), BLOB, 1_900_000_000, new byte[10]);
    pack.delta(SOME, whole, HandMadePack.copying(1_900_000_000, 10));
    pack.install(folder);
    assertThat(AllocatedBytes.by(() -> expect(Reason.TOO_LARGE, "1900000000", SOME)))
        .isLessThan(4 << 20);
  }

  @Test
  void aChainOfTooManyDeltasOrBytesIsNotMade() {
    HandMadePack pack = new HandMadePack();
    byte[] base = noise(10);
    long start = pack.whole(id(base), BLOB, base);
    for (int i = 0; i < 50; i++) {
      start = pack.delta(named(i), start, HandMadePack.copying(10, 10));
    }
    pack.delta(SOME, start, HandMadePack.copying(10, 10));
    byte[] large = noise(1 << 20);
    start = pack.whole(id(large), BLOB, large);
    for (int i = 100; i < 105; i++) {
      start = pack.delta(named(i), start, HandMadePack.copying(large.length, large.length));
    }
    pack.install(folder);
    expect(Reason.TOO_LARGE, "at most 50 deltas", SOME);
    expect(Reason.TOO_LARGE, "pass through 4194304", named(104));
  }

  @Test
  void deltasThatGoRoundInACircleEnd() {
    ObjectId other = named(1);
    HandMadePack pack = new HandMadePack();
    pack.delta(SOME, other, HandMadePack.copying(10, 10));
    pack.delta(other, SOME, HandMadePack.copying(10, 10));
    pack.add(
        named(2),
        HandMade.concat(
            HandMadePack.header(Constants.OBJ_OFS_DELTA, 3),
            new byte[] {0},
            HandMade.deflate(HandMadePack.copying(1, 1))));
    pack.install(folder);
    expect(Reason.TOO_LARGE, "at most 50 deltas", SOME);
    expect(Reason.BROKEN, "applies to itself", named(2));
  }

  @Test
  void deltasThatDoNotFitAreBroken() {
    HandMadePack pack = new HandMadePack();
    byte[] base = noise(10);
    long start = pack.whole(id(base), BLOB, base);
    pack.delta(named(1), named(77), HandMadePack.copying(10, 10));
    pack.delta(named(2), start, HandMadePack.copying(11, 10));
    pack.delta(named(3), start, HandMadePack.claiming(10, 5));
    pack.delta(
        named(4), start, HandMade.concat(HandMadePack.claiming(10, 1), new byte[] {0, 0, 0}));
    pack.delta(named(5), start, new byte[] {(byte) 0x80});
    pack.add(
        named(6),
        HandMade.concat(
            HandMadePack.header(Constants.OBJ_OFS_DELTA, 3), new byte[] {5}, new byte[40]));
    pack.install(folder);
    for (int i = 1; i <= 6; i++) {
      expect(Reason.BROKEN, "", named(i));
    }
  }

  @Test
  void aPackThatIsCutOrChangedOnTheDiskIsNoEndlessRetry() throws IOException {
    Random random = new Random(5);
    HandMadePack pack = new HandMadePack();
    byte[] base = noise(3_000);
    byte[] other = Arrays.copyOf(base, 2_000);
    long start = pack.whole(id(base), BLOB, base);
    pack.delta(id(other), start, HandMadePack.copying(3_000, 2_000));
    pack.install(folder);
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("objects/pack"))) {
      file = files.filter(name -> name.toString().endsWith(".pack")).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < 200; i++) {
      byte[] changed =
          random.nextInt(4) == 0 ? Arrays.copyOf(whole, 20 + random.nextInt(2_000)) : whole.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
        disk.setLength(0);
        disk.write(changed);
      }
      for (ObjectId id : new ObjectId[] {id(base), id(other)}) {
        try (BoundedRepository fresh = BoundedRepository.open(folder, LIMITS);
            BoundedObjects objects = BoundedObjects.of(fresh, LIMITS)) {
          assertThat(objects.read(id, BLOB, 1 << 20)).hasSizeBetween(2_000, 3_000);
        } catch (UnreadableObject seen) {
          assertThat(seen.reason()).isNotEqualTo(Reason.MISSING);
        }
      }
    }
  }

  @Test
  void anObjectThatIsPackedMeanwhileIsFound() throws Exception {
    ObjectId first = made.blob("first");
    ObjectId commit = made.commit(made.at("a", "100644", first));
    made.point("refs/heads/main", commit);
    try (BoundedObjects objects = BoundedObjects.of(repository, LIMITS)) {
      assertThat(objects.read(first, BLOB, 100)).isNotEmpty();
      pack();
      assertThat(objects.read(first, BLOB, 100)).isNotEmpty();
      made.point("refs/heads/main", made.commit(made.at("b", "100644", first), commit));
      pack();
      assertThat(objects.read(first, BLOB, 100)).isNotEmpty();
      assertThat(objects.read(commit, Constants.OBJ_COMMIT, 1000)).isNotEmpty();
    }
  }

  private void pack() throws Exception {
    try (BoundedRepository other = BoundedRepository.open(folder, LIMITS)) {
      GC gc = new GC(other);
      gc.setPackExpireAgeMillis(0);
      gc.setExpireAgeMillis(0);
      gc.gc().get();
    }
  }

  private void expect(Reason reason, String message, ObjectId id) {
    assertThatThrownBy(() -> read(id))
        .isInstanceOfSatisfying(
            UnreadableObject.class,
            unreadable -> {
              assertThat(unreadable.reason()).as(unreadable.describe()).isEqualTo(reason);
              assertThat(unreadable.describe()).contains(message);
            });
  }

  private byte[] read(ObjectId id) throws IOException {
    try (BoundedObjects objects = BoundedObjects.of(repository, LIMITS)) {
      return objects.read(id, BLOB, Integer.MAX_VALUE);
    }
  }

  private ObjectId id(byte[] content) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      return inserter.idFor(BLOB, content);
    }
  }

  private static ObjectId named(int number) {
    return ObjectId.fromString("%040x".formatted(number + 1));
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }
}
