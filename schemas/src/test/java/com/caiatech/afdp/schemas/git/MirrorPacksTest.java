package com.caiatech.afdp.schemas.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.source.StockGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs that stock Git hands out, with deltas, one a fetch.
class MirrorPacksTest {
  private static final String MAIN = "refs/heads/main";
  private static final GitLimits LIMITS =
      new GitLimits(1 << 16, 50, 1 << 20, 1_000, 1 << 20, 1 << 26);
  private static final String TEXT =
      IntStream.range(0, 200).mapToObj(line -> "line " + line).collect(Collectors.joining("\n"));

  @TempDir Path folder;
  private FileRepository host;
  private HandMade made;
  private BoundedRepository here;
  private BranchFetch fetch;
  private MirrorPacks packs;
  private int pushes;

  @BeforeEach
  void makeRepositories() throws IOException {
    host = new FileRepository(folder.resolve("host.git").toFile());
    host.create(true);
    made = new HandMade(host);
    here = BoundedRepository.open(folder.resolve("here.git"), LIMITS);
    fetch = new BranchFetch(here, MAIN, "refs/heads/seen", 1 << 14, 1_000);
    packs = new MirrorPacks(here);
    git("symbolic-ref", "HEAD", "refs/heads/seen");
  }

  @AfterEach
  void closeRepositories() {
    here.close();
    host.close();
  }

  @Test
  void theirNumberGrowsWithTheLogarithmAndEachObjectStaysWhileOthersRead() throws Exception {
    List<ObjectId> blobs = new CopyOnWriteArrayList<>();
    AtomicBoolean last = new AtomicBoolean();
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(() -> readAll(blobs, last), Thread::startVirtualThread);
    ObjectId head = null;
    for (int i = 0; i < 150; i++) {
      head = push(head, blobs);
      packs.tidy();
      assertThat(packFiles()).hasSizeLessThan(20 + 10);
    }
    last.set(true);
    reading.join();
    assertThat(git("fsck", "--full", "--strict", "--no-dangling")).isEmpty();
    assertThat(git("count-objects", "-v")).contains("count: 0", "in-pack: 600", "garbage: 0");
    assertThat(git("rev-list", "--objects", "refs/heads/seen").lines()).hasSize(600);
  }

  @Test
  void whatAKilledMergeLeftIsNotTakenForAPack() throws Exception {
    List<ObjectId> blobs = new ArrayList<>();
    ObjectId head = null;
    for (int i = 0; i < 21; i++) {
      head = push(head, blobs);
    }
    Path killed = folder.resolve("killed.git");
    copy(here.getDirectory().toPath(), killed);
    packs.tidy();
    String merged = packFiles().getFirst().getFileName().toString();
    Files.writeString(killed.resolve("objects/pack").resolve(merged), "cut");
    here.close();
    here = BoundedRepository.open(killed, LIMITS);
    new MirrorPacks(here).tidy();
    assertThat(packFiles()).hasSize(1);
    readAll(blobs, new AtomicBoolean(true));
    assertThat(git("fsck", "--full", "--strict", "--no-dangling")).isEmpty();
  }

  @Test
  void whatNoRefLeadsToStays() throws Exception {
    List<ObjectId> blobs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Files.deleteIfExists(here.getDirectory().toPath().resolve("refs/heads/seen"));
      push(null, blobs);
      packs.tidy();
    }
    assertThat(packFiles()).hasSizeLessThan(20);
    readAll(blobs, new AtomicBoolean(true));
  }

  @Test
  void aBrokenPackLeavesAllAsItIsAndIsTriedAgainLater() throws Exception {
    List<ObjectId> blobs = new ArrayList<>();
    ObjectId head = null;
    for (int i = 0; i < 20; i++) {
      head = push(head, blobs);
    }
    Path broken = packFiles().getFirst();
    byte[] whole = Files.readAllBytes(broken);
    byte[] cut = whole.clone();
    cut[whole.length / 2] ^= 0x55;
    assertThat(broken.toFile().setWritable(true)).isTrue();
    Files.write(broken, cut);
    head = push(head, blobs);
    List<Path> before = packFiles();
    packs.tidy();
    assertThat(packFiles()).isEqualTo(before).hasSize(21);
    Files.write(broken, whole);
    for (int i = 0; i < 21; i++) {
      head = push(head, blobs);
      packs.tidy();
    }
    assertThat(packFiles()).hasSizeLessThan(20);
    assertThat(git("fsck", "--full", "--strict", "--no-dangling")).isEmpty();
  }

  /// Two blobs of which one is a delta, a tree and a commit.
  private ObjectId push(@Nullable ObjectId head, List<ObjectId> blobs) throws Exception {
    pushes++;
    ObjectId one = made.blob(TEXT + "\n" + pushes);
    ObjectId two = made.blob(TEXT + "\nand " + pushes);
    ObjectId tree =
        made.tree(HandMade.entry("100644", "a", one), HandMade.entry("100644", "b", two));
    ObjectId next = head == null ? made.commit(tree) : made.commit(tree, head);
    made.point(MAIN, next);
    try (Transport transport = Transport.open(here, new URIish("file://" + host.getDirectory()))) {
      transport.setOptionUploadPack("git --no-pager upload-pack"); // JGit would do that itself
      assertThat(fetch.fetch(transport)).isInstanceOf(BranchFetch.Outcome.Fetched.class);
    }
    blobs.add(one);
    blobs.add(two);
    return next;
  }

  private void readAll(List<ObjectId> blobs, AtomicBoolean last) {
    boolean again = true;
    while (again) {
      again = !last.get();
      try (BoundedObjects objects = BoundedObjects.of(here, LIMITS)) {
        for (ObjectId blob : blobs) {
          assertThat(objects.read(blob, Constants.OBJ_BLOB, 1 << 14)).isNotEmpty();
        }
      } catch (IOException failed) {
        throw new AssertionError(failed);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private List<Path> packFiles() throws IOException {
    try (Stream<Path> files = Files.list(here.getDirectory().toPath().resolve("objects/pack"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).sorted().toList();
    }
  }

  private String git(String... arguments) {
    return new StockGit(here.getDirectory().toPath()).run(arguments);
  }
}
