package com.caiatech.afdp.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceMirrorTest {
  @TempDir Path folder;
  StockGit git;
  SourceMirror mirror;

  @BeforeEach
  void open() {
    git = StockGit.init(folder.resolve("source"));
    mirror = SourceMirror.open(folder.resolve("mirror.git"));
  }

  @AfterEach
  void close() {
    mirror.close();
  }

  @Test
  void followsBranchesTagsAndTheDefaultBranch() {
    CommitId first = new CommitId(git.commit("a.txt", "1", 1_000));
    git.run("tag", "-a", "-m", "one", "v1");
    git.run("checkout", "-q", "-b", "feature/x");
    CommitId second = new CommitId(git.commit("a.txt", "2", 2_000));
    assertThat(mirror.isEmpty()).isTrue();
    assertThat(mirror.fetch(git.folder().toString()))
        .isInstanceOfSatisfying(
            FetchOutcome.Fetched.class,
            fetched -> {
              assertThat(mirror.isEmpty()).isFalse();
              assertThat(fetched.branches()).containsEntry("main", first);
              assertThat(fetched.defaultBranch()).isEqualTo("feature/x");
              assertThat(fetched.changed()).isTrue();
            });
    for (String name : List.of("main", "v1", "refs/heads/main", first.value().substring(0, 8))) {
      assertThat(mirror.resolve(name)).isEqualTo(new Resolution.Resolved(first));
    }
    for (String name : List.of("HEAD", "feature/x", second.value())) {
      assertThat(mirror.resolve(name)).isEqualTo(new Resolution.Resolved(second));
    }
    assertThat(mirror.fetch(git.folder().toString()))
        .isInstanceOfSatisfying(
            FetchOutcome.Fetched.class, again -> assertThat(again.changed()).isFalse());
  }

  @Test
  void whatLiesOnThisMachineIsLinkedAndAGcThereTakesNothingAway() throws IOException {
    CommitId packed = new CommitId(git.commit("a.txt", "1", 1_000));
    git.run("gc", "-q");
    CommitId loose = new CommitId(git.commit("a.txt", "2", 2_000));

    assertThat(mirror.fetch(git.folder().toUri().toString()))
        .isInstanceOfSatisfying(
            FetchOutcome.Fetched.class,
            fetched -> assertThat(fetched.branches()).containsEntry("main", loose));

    assertThat(files("mirror.git")).isNotEmpty().isSubsetOf(files("source/.git"));
    git.run("reset", "-q", "--hard", "HEAD~1");
    git.run("reflog", "expire", "--expire=now", "--all");
    git.run("gc", "-q", "--prune=now", "--aggressive");
    assertThat(files("mirror.git")).doesNotContainAnyElementsOf(files("source/.git"));
    assertThat(mirror.contains(packed)).isTrue();
    assertThat(mirror.treeDigest(loose)).isNotNull();
  }

  @Test
  void aPackThatCameWithAPromiseIsLinkedWhereNobodyPromisesAnyMore() throws IOException {
    git.commit("a.txt", "1", 1_000);
    git.run("gc", "-q");
    Path packs = git.folder().resolve(".git/objects/pack");
    Path pack;
    try (Stream<Path> all = Files.list(packs)) {
      pack = all.filter(file -> file.toString().endsWith(".pack")).findFirst().orElseThrow();
    }
    String promised = pack.getFileName().toString().replace(".pack", ".promisor");
    Files.createFile(packs.resolve(promised));

    assertThat(mirror.fetch(git.folder().toString())).isInstanceOf(FetchOutcome.Fetched.class);

    assertThat(files("mirror.git")).isNotEmpty().isSubsetOf(files("source/.git"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shallow", "shared", "partial"})
  void whatIsNotWholeThereIsNotLinked(String kind) throws IOException {
    git.commit("a.txt", "1", 1_000);
    git.commit("a.txt", "2", 2_000);
    git.run("config", "uploadpack.allowFilter", "true");
    String from = git.folder().toUri().toString();
    Path clone = folder.resolve("clone");
    switch (kind) {
      case "shallow" -> git.run("clone", "-q", "--depth", "1", from, clone.toString());
      case "shared" ->
          git.run("clone", "-q", "--shared", git.folder().toString(), clone.toString());
      default -> git.run("clone", "-q", "--filter=blob:none", from, clone.toString());
    }
    git.run("-C", clone.toString(), "repack", "-q", "-a", "-d", "-l");

    assertThat(mirror.fetch(clone.toString())).isNotNull();

    assertThat(Collections.disjoint(files("mirror.git"), files("clone/.git"))).isTrue();
  }

  /// The objects' files, told apart by what the file system keys them by.
  private Set<Object> files(String repository) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(repository).resolve("objects"))) {
      Set<Object> keys = new HashSet<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        keys.add(Files.getAttribute(file, "unix:ino"));
      }
      return keys;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "main~1", "main^{tree}", "..", "", "@{-1}", "deadbeef"})
  void answersAnUnknownNameWithTheBranchesThereAre(String asked) {
    git.commit("a.txt", "1", 1_000);
    mirror.fetch(git.folder().toString());
    assertThat(mirror.resolve(asked)).isEqualTo(new Resolution.UnknownRef(asked, List.of("main")));
  }

  @Test
  void tellsABranchFromATagOfTheSameName() {
    CommitId first = new CommitId(git.commit("a.txt", "1", 1_000));
    git.run("tag", "twin");
    CommitId second = new CommitId(git.commit("a.txt", "2", 2_000));
    git.run("branch", "twin");
    mirror.fetch(git.folder().toString());
    assertThat(mirror.resolve("twin"))
        .isEqualTo(new Resolution.AmbiguousRef("twin", List.of(second, first)));
  }

  @Test
  void keepsPinnedCommitsWhenABranchIsRewritten() {
    git.commit("a.txt", "1", 1_000);
    CommitId gone = new CommitId(git.commit("a.txt", "2", 2_000));
    mirror.fetch(git.folder().toString());
    mirror.pin(gone);
    git.run("reset", "-q", "--hard", "HEAD~1");
    mirror.fetch(git.folder().toString());
    new StockGit(mirror.repository().getDirectory().toPath()).run("gc", "-q", "--prune=now");
    assertThat(mirror.pinned()).containsExactly(gone);
    assertThat(mirror.contains(gone)).isTrue();
  }

  @Test
  void whatIsLostIsFetchedAgainAndWhatTheRepositoryHasNoMoreStays() throws Exception {
    git.commit("a.txt", "1", 1_000);
    CommitId rewritten = new CommitId(git.commit("a.txt", "2", 2_000));
    mirror.fetch(git.folder().toString());
    mirror.pin(rewritten);
    Set<Path> before = packs();
    git.run("reset", "-q", "--hard", "HEAD~1");
    CommitId tip = new CommitId(git.commit("a.txt", "3", 3_000));
    mirror.fetch(git.folder().toString());
    mirror.close();
    for (Path pack : packs()) {
      if (!before.contains(pack)) {
        Files.delete(pack);
      }
    }
    mirror = SourceMirror.open(folder.resolve("mirror.git"));
    assertThat(mirror.contains(tip)).isFalse();
    assertThat(mirror.fetch(git.folder().toString())).isInstanceOf(FetchOutcome.Fetched.class);
    assertThat(mirror.contains(tip)).isTrue();
    String address = git.folder().toString();
    assertThat(mirror.fetchAnew(address, GitAccess.alone(new URIish(address))))
        .isInstanceOf(FetchOutcome.Fetched.class);
    assertThat(mirror.contains(rewritten)).isTrue();
    assertThat(folder.resolve("mirror.git").toFile().list((in, name) -> name.startsWith("refill")))
        .isEmpty();
  }

  @Test
  void aLooseObjectThatIsBrokenHereIsGivenBackByFetchingAnew() throws Exception {
    CommitId commit = new CommitId(git.commit("a.txt", "1", 1_000));
    String address = git.folder().toString();
    mirror.fetch(address);
    assertThat(mirror.treeDigest(commit)).isNotNull();
    StockGit stock = new StockGit(folder.resolve("mirror.git"));
    for (String id : List.of(commit.value(), stock.run("rev-parse", commit + "^{tree}").strip())) {
      Path loose =
          folder.resolve("mirror.git/objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
      byte[] bytes = Files.readAllBytes(loose);
      bytes[bytes.length / 2] ^= 0x55;
      Files.delete(loose); // the original has the same file
      Files.write(loose, bytes);
    }
    assertThatThrownBy(() -> stock.run("cat-file", "-p", commit.value()));
    assertThatThrownBy(() -> mirror.treeDigest(commit));

    assertThat(mirror.fetchAnew(address, GitAccess.alone(new URIish(address))))
        .isInstanceOf(FetchOutcome.Fetched.class);

    assertThat(stock.run("rev-list", "--objects", commit.value())).contains("a.txt");
    assertThat(mirror.contains(commit)).isTrue();
    assertThat(mirror.treeDigest(commit)).isNotNull();
  }

  private Set<Path> packs() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("mirror.git/objects/pack"))) {
      return files.collect(Collectors.toSet());
    }
  }

  @Test
  void staysInFewPacksHoweverOftenItIsFetchedAndKeepsEachObjectOnce() {
    for (int i = 0; i < 60; i++) {
      git.commit("a.txt", String.valueOf(i), 1_000 + i);
      mirror.fetch(git.folder().toString());
    }
    Path packs = mirror.repository().getDirectory().toPath().resolve("objects/pack");
    assertThat(packs.toFile().list((folder, name) -> name.endsWith(".pack"))).hasSizeLessThan(22);
    // the first commit was cloned as the loose objects that it was
    StockGit stored = new StockGit(mirror.repository().getDirectory().toPath());
    assertThat(stored.run("count-objects", "-v")).contains("count: 3", "in-pack: 177");
    assertThat(stored.run("rev-list", "--count", "main").strip()).isEqualTo("60");
  }

  @Test
  void refusesToPinWhatItDoesNotHold() {
    CommitId unknown = new CommitId("0123456789012345678901234567890123456789");
    assertThatThrownBy(() -> mirror.pin(unknown))
        .isInstanceOf(SchemasException.SourceFault.class)
        .hasMessageContaining("Pinning commit " + unknown)
        .hasMessageContaining("it is not there; fetch first");
  }

  @Test
  void tellsAnEmptyRepositoryFromNone() {
    assertThat(mirror.fetch(git.folder().toString()))
        .isInstanceOf(FetchOutcome.EmptyRepository.class);
    assertThat(mirror.resolve("main")).isEqualTo(new Resolution.EmptyRepository());
    assertThat(mirror.fetch(folder.resolve("nowhere").toString()))
        .isInstanceOf(FetchOutcome.NotARepository.class);
    assertThat(mirror.fetch("git://127.0.0.1:1/none.git"))
        .isInstanceOf(FetchOutcome.Unreachable.class);
  }

  @Test
  void readsFilesAtACommit() {
    CommitId commit = new CommitId(git.commit("a/b.txt", "hello", 1_000));
    mirror.fetch(git.folder().toString());
    assertThat(mirror.read(commit, "a/b.txt", 5))
        .isInstanceOfSatisfying(
            FileAtCommit.Found.class,
            found -> assertThat(found.content()).asString().isEqualTo("hello"));
    assertThat(mirror.read(commit, "a/b.txt", 4)).isEqualTo(new FileAtCommit.TooLarge(5, 4));
    assertThat(mirror.read(commit, "a", 5)).isEqualTo(new FileAtCommit.NotAFile("040000"));
    assertThat(mirror.read(commit, "c", 5)).isEqualTo(new FileAtCommit.Absent());
    assertThat(mirror.read(new CommitId("0".repeat(40)), "c", 5))
        .isEqualTo(new FileAtCommit.UnknownCommit());
  }

  @Test
  void digestsModesPathsAndContents() throws IOException {
    Path source = git.folder();
    Files.writeString(source.resolve("b.txt"), "b");
    Files.createDirectories(source.resolve("a"));
    Files.writeString(source.resolve("a/run.sh"), "#!/bin/sh\n");
    Files.writeString(source.resolve("a.txt"), "ä");
    Files.createSymbolicLink(source.resolve("link"), Path.of("a/run.sh"));
    git.run("add", "-A");
    git.run("update-index", "--chmod=+x", "a/run.sh");
    git.run("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",sub");
    git.runAt(1_000, "commit", "-q", "-m", "all kinds");
    CommitId commit = new CommitId(git.run("rev-parse", "HEAD"));
    mirror.fetch(source.toString());
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    // '.' sorts before '/', so a.txt comes before a/run.sh
    line(expected, "100644", "a.txt", "ä");
    line(expected, "100755", "a/run.sh", "#!/bin/sh\n");
    line(expected, "100644", "b.txt", "b");
    line(expected, "120000", "link", "a/run.sh");
    line(expected, "160000", "sub", "1".repeat(40));
    assertThat(mirror.treeDigest(commit)).isEqualTo(Sha256.of(expected.toByteArray()));
    assertThat(mirror.treeDigest(commit)).isEqualTo(Sha256.of(expected.toByteArray()));
  }

  @Test
  void checksATreeOutWithModesAndLinks() throws IOException {
    Files.createDirectories(git.folder().resolve("bin"));
    Files.writeString(git.folder().resolve("bin/run.sh"), "#!/bin/sh\n");
    Files.createSymbolicLink(git.folder().resolve("bin/up"), Path.of("../bin/run.sh"));
    git.run("add", "-A");
    git.run("update-index", "--chmod=+x", "bin/run.sh");
    git.runAt(1_000, "commit", "-q", "-m", "script");
    CommitId commit = new CommitId(git.run("rev-parse", "HEAD"));
    mirror.fetch(git.folder().toString());
    Path out = folder.resolve("releases/one");
    assertThat(mirror.checkout(commit, out, Checkout.Limits.DEFAULT))
        .isEqualTo(new Checkout.Done(out, false));
    assertThat(out.resolve("bin/run.sh")).isExecutable().hasContent("#!/bin/sh\n");
    assertThat(out.resolve("bin/up")).isSymbolicLink();
    assertThat(mirror.checkout(commit, out, Checkout.Limits.DEFAULT))
        .isEqualTo(new Checkout.Done(out, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../outside", "a/../../outside", "here/../../x"})
  void refusesLinksThatLeaveTheTree(String target) throws IOException {
    Files.createDirectories(git.folder().resolve("d"));
    Files.createSymbolicLink(git.folder().resolve("d/here"), Path.of(".."));
    Files.createSymbolicLink(git.folder().resolve("out"), Path.of(target));
    if (target.startsWith("here")) {
      Files.move(git.folder().resolve("out"), git.folder().resolve("d/out"));
    }
    CommitId commit = new CommitId(git.commit("a/x", "x", 1_000));
    mirror.fetch(git.folder().toString());
    assertThat(mirror.checkout(commit, folder.resolve("out"), Checkout.Limits.DEFAULT))
        .isInstanceOf(Checkout.Refused.class);
    assertLeftNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".git", ".GIT", "."})
  void refusesPathsThatLeaveTheTree(String name) throws IOException {
    CommitId commit;
    try (ObjectInserter inserter = mirror.repository().newObjectInserter()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, new byte[] {1});
      TreeFormatter inner = new TreeFormatter();
      inner.append("x", FileMode.REGULAR_FILE, blob);
      TreeFormatter tree = new TreeFormatter();
      tree.append(name, FileMode.TREE, inserter.insert(inner));
      CommitBuilder builder = new CommitBuilder();
      builder.setTreeId(inserter.insert(tree));
      builder.setAuthor(new PersonIdent("A", "a@example.org"));
      builder.setCommitter(new PersonIdent("A", "a@example.org"));
      builder.setMessage("bad");
      commit = new CommitId(inserter.insert(builder).name());
      inserter.flush();
    }
    assertThat(mirror.checkout(commit, folder.resolve("out"), Checkout.Limits.DEFAULT))
        .isEqualTo(
            new Checkout.Refused(name + "/x", "a path may not hold the part '" + name + "'"));
    assertLeftNothing();
  }

  @Test
  void boundsFilesAndBytes() throws IOException {
    git.commit("a", "12345", 1_000);
    CommitId commit = new CommitId(git.commit("b", "12345", 2_000));
    mirror.fetch(git.folder().toString());
    assertThat(mirror.checkout(commit, folder.resolve("out"), new Checkout.Limits(1, 100)))
        .isEqualTo(new Checkout.Refused("b", "the tree has more than 1 entries"));
    assertThat(mirror.checkout(commit, folder.resolve("out"), new Checkout.Limits(9, 9)))
        .isEqualTo(new Checkout.Refused("b", "the tree has more than 9 bytes"));
    assertLeftNothing();
  }

  @Test
  void goesOnAfterAProcessThatWasKilledInAFetch() throws IOException {
    CommitId commit = new CommitId(git.commit("a", "1", 1_000));
    Path lock = folder.resolve("mirror.git/refs/heads/main.lock");
    Files.createFile(lock);
    Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
    mirror.close();
    mirror = SourceMirror.open(folder.resolve("mirror.git"));
    mirror.fetch(git.folder().toString());
    assertThat(mirror.resolve("main")).isEqualTo(new Resolution.Resolved(commit));
  }

  private void assertLeftNothing() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder("source", "mirror.git");
    }
  }

  private static void line(ByteArrayOutputStream out, String mode, String path, String content) {
    String line = mode + " " + path + "\0" + Sha256.ofUtf8(content) + "\n";
    out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
  }
}
