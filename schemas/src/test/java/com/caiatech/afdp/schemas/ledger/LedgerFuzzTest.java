package com.caiatech.afdp.schemas.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import com.caiatech.afdp.schemas.git.AllocatedBytes;
import com.caiatech.afdp.schemas.git.HandMade;
import com.caiatech.afdp.schemas.git.HandMadePack;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real ledgers with anything changed in their objects, their files and their packs: reading them
/// ends with a declared outcome, in bounded time and memory, and gives the honest prefix.
class LedgerFuzzTest {
  private static final long MEMORY = 256L << 20;
  private static final OpenPgpSecretKey KEY = TestTrust.key("worker");

  @TempDir Path folder;
  private int volumes;

  @Test
  void whateverIsChangedIsReadToADeclaredOutcome() {
    Set<ViolationKind> kinds = new TreeSet<>();
    qt().withExamples(150)
        .withFixedSeed(20261128)
        .forAll(longs().all())
        .checkAssert(seed -> readChanged(new Random(seed), kinds));
    assertThat(kinds)
        .as("the changes reach what they should")
        .contains(
            ViolationKind.BROKEN_OBJECT,
            ViolationKind.MISSING_OBJECT,
            ViolationKind.BEYOND_LIMITS,
            ViolationKind.BAD_PATH,
            ViolationKind.DELETED_RECORD,
            ViolationKind.REWRITTEN_HISTORY);
  }

  private void readChanged(Random random, Set<ViolationKind> kinds) {
    try (TestVolume volume =
        new TestVolume(folder.resolve("v" + volumes++ + ".git"), Series.CHECKS, KEY)) {
      List<VolumePosition> positions = new ArrayList<>();
      positions.add(VolumePosition.start(volume.series.firstVolume()));
      int honest = 1 + random.nextInt(4);
      for (int i = 1; i <= honest; i++) {
        CommitId head = volume.add(TestTrust.check("a" + i), TestTrust.check("b" + i));
        positions.add(new VolumePosition(volume.series.firstVolume(), 2L * i, head, null));
      }
      VolumePosition from = positions.get(random.nextInt(positions.size()));
      FileRepository repository = (FileRepository) volume.repository;
      if (random.nextInt(3) == 0) {
        pack(repository);
      }
      List<ObjectId> objects = objects(repository, volume.head());
      Change change = new Change(random, repository, volume.head(), objects);
      change.make();
      List<CommitReading> readings = new ArrayList<>();
      long allocated = AllocatedBytes.by(() -> readings.addAll(read(volume, from)));
      assertThat(allocated).isLessThan(MEMORY);
      check(readings, kinds);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<CommitReading> read(TestVolume volume, VolumePosition from) {
    List<CommitReading> found = new ArrayList<>();
    try (CommitReadings readings = volume.reader().since(from)) {
      readings.forEachRemaining(found::add);
    }
    return found;
  }

  private static void check(List<CommitReading> readings, Set<ViolationKind> kinds) {
    for (int i = 0; i < readings.size(); i++) {
      switch (readings.get(i)) {
        case CommitReading.Structural fault -> {
          assertThat(i).as("nothing after a fault").isEqualTo(readings.size() - 1);
          assertThat(fault.reason()).hasSizeLessThanOrEqualTo(LedgerLimits.REASON_LENGTH);
          assertThat(fault.reason().codePoints()).noneMatch(Character::isISOControl);
          kinds.add(fault.kind());
        }
        case CommitReading.Empty ignored -> kinds.add(ViolationKind.EMPTY_COMMIT);
        case CommitReading.Good good ->
            assertThat(good.commit().files())
                .isNotEmpty()
                .allMatch(file -> LedgerPath.read(file.path()) instanceof PathReading.Good);
      }
    }
  }

  private static List<ObjectId> objects(FileRepository repository, CommitId head)
      throws IOException {
    List<ObjectId> objects = new ArrayList<>();
    try (ObjectWalk walk = new ObjectWalk(repository)) {
      walk.markStart(walk.parseCommit(ObjectId.fromString(head.value())));
      for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
        objects.add(commit.getId());
      }
      for (RevObject object = walk.nextObject(); object != null; object = walk.nextObject()) {
        objects.add(object.getId());
      }
    }
    return objects;
  }

  private static void pack(FileRepository repository) {
    try {
      GC gc = new GC(repository);
      gc.setExpireAgeMillis(0);
      gc.gc().get();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  /// One change, of any kind, at any place.
  private static final class Change {
    private final Random random;
    private final FileRepository repository;
    private final HandMade made;
    private final ObjectId head;
    private final List<ObjectId> objects;

    Change(Random random, FileRepository repository, CommitId head, List<ObjectId> objects) {
      this.random = random;
      this.repository = repository;
      this.made = new HandMade(repository);
      this.head = ObjectId.fromString(head.value());
      this.objects = objects;
    }

    void make() throws IOException {
      switch (random.nextInt(8)) {
        case 0 -> changeFile();
        case 1 -> loseFile();
        case 2 -> made.replaceLoose(any(), bomb());
        case 3 -> point(commit(mutated(bytes(tree(head)), 4), head));
        case 4 -> point(made.insert(Constants.OBJ_COMMIT, mutated(bytes(head), 4)));
        case 5 -> point(deep());
        case 6 -> packed();
        case 7 -> point(commit(crossed(), random.nextBoolean() ? head : any()));
        default -> throw new IllegalStateException();
      }
    }

    /// Bytes of any file below `objects`: loose ones, packs and their indexes.
    private void changeFile() throws IOException {
      List<Path> files = files();
      Path file = files.get(random.nextInt(files.size()));
      byte[] bytes = mutated(Files.readAllBytes(file), 1 + random.nextInt(8));
      Files.delete(file);
      Files.write(file, bytes);
    }

    private void loseFile() throws IOException {
      List<Path> files = files();
      Files.delete(files.get(random.nextInt(files.size())));
    }

    private List<Path> files() throws IOException {
      try (Stream<Path> found = Files.walk(repository.getObjectsDirectory().toPath())) {
        return found.filter(Files::isRegularFile).sorted().toList();
      }
    }

    /// A loose object that says it is of any size.
    private byte[] bomb() {
      String type = random.nextBoolean() ? "blob" : "tree";
      long size = random.nextLong() >>> (1 + random.nextInt(62));
      return HandMade.looseBytes(type + " " + size, new byte[random.nextInt(4_000)]);
    }

    /// A commit of a tree of these bytes.
    private ObjectId commit(byte[] tree, ObjectId parent) {
      return made.commit(made.insert(Constants.OBJ_TREE, tree), parent);
    }

    /// A change somewhere within the folders, each above made anew.
    private ObjectId deep() throws IOException {
      return made.commit(deep(tree(head), random.nextInt(7)), head);
    }

    private ObjectId deep(ObjectId tree, int depth) throws IOException {
      byte[] raw = bytes(tree);
      int id = raw.length - Constants.OBJECT_ID_LENGTH;
      if (depth == 0 || !new String(raw, StandardCharsets.ISO_8859_1).startsWith("40000 ")) {
        return made.insert(Constants.OBJ_TREE, mutated(raw, 1 + random.nextInt(3)));
      }
      byte[] changed = raw.clone();
      deep(ObjectId.fromRaw(raw, id), depth - 1).copyRawTo(changed, id);
      return made.insert(Constants.OBJ_TREE, changed);
    }

    /// Objects in a pack as deltas that claim anything.
    private void packed() {
      HandMadePack pack = new HandMadePack();
      byte[] base = new byte[1 + random.nextInt(2_000)];
      long start = pack.whole(made.insert(Constants.OBJ_BLOB, base), Constants.OBJ_BLOB, base);
      ObjectId claimed = ObjectId.fromString("%040x".formatted(1 + random.nextInt(1_000)));
      long result = random.nextLong() >>> (2 + random.nextInt(61));
      switch (random.nextInt(3)) {
        case 0 -> pack.delta(claimed, start, HandMadePack.claiming(base.length, result));
        case 1 -> pack.delta(claimed, claimed, HandMadePack.copying(10, 10));
        default ->
            pack.whole(claimed, 1 + random.nextInt(3), result, new byte[random.nextInt(100)]);
      }
      pack.install(repository.getDirectory().toPath());
      point(
          switch (random.nextInt(3)) {
            case 0 -> claimed;
            case 1 -> made.commit(claimed, head);
            default -> made.commit(made.at("a", "100644", claimed), head);
          });
    }

    /// The tree of the head with an entry that names any object by any mode.
    private byte[] crossed() throws IOException {
      String[] modes = {"100644", "40000", "100755", "120000", "160000", "0100644", "1", "644"};
      byte[] entry =
          HandMade.entry(
              modes[random.nextInt(modes.length)],
              random.nextBoolean() ? "production" : "zebra",
              any());
      return random.nextBoolean()
          ? HandMade.concat(entry, bytes(tree(head)))
          : HandMade.concat(bytes(tree(head)), entry);
    }

    private ObjectId any() {
      return objects.get(random.nextInt(objects.size()));
    }

    private void point(ObjectId id) {
      made.point(VolumeReader.BRANCH, id);
    }

    private ObjectId tree(ObjectId commit) throws IOException {
      return ObjectId.fromString(RawCommit.parse(bytes(commit)).tree().value());
    }

    private byte[] bytes(ObjectId id) throws IOException {
      return repository.open(id).getBytes();
    }

    /// Bytes flipped, taken away, repeated or added.
    private byte[] mutated(byte[] bytes, int times) {
      byte[] changed = bytes;
      for (int i = 0; i < times; i++) {
        int at = random.nextInt(Math.max(1, changed.length));
        byte[] head = Arrays.copyOf(changed, at);
        byte[] tail = Arrays.copyOfRange(changed, at, changed.length);
        changed =
            switch (random.nextInt(4)) {
              case 0 -> HandMade.concat(head, new byte[] {(byte) random.nextInt(256)}, tail);
              case 1 ->
                  tail.length == 0
                      ? head
                      : HandMade.concat(head, Arrays.copyOfRange(tail, 1, tail.length));
              case 2 -> HandMade.concat(head, Arrays.copyOf(tail, tail.length / 2), tail);
              default -> {
                byte[] flipped = changed.clone();
                if (flipped.length > 0) {
                  flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
              }
            };
      }
      return changed;
    }
  }
}
