package com.caiatech.afdp.workers.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.workers.WorkersException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What whoever can push makes a host hold: writers and readers stop with a clear word, and the
/// same ones go on once the branch is put back to the last good commit.
class StoppedLedgerTest {
  /// Where the volumes are.
  enum Host {
    SHARED_DISK,
    STOCK_GIT
  }

  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final DeploymentId deployment = DeploymentId.create(clock.instant());
  private TestPlatform platform;
  private FileRepository repository;
  private GitDaemon daemon;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(Files.createDirectory(folder.resolve("host")));
    platform.start(clock).close();
    repository = new FileRepository(platform.repository(Series.CHECKS).toFile());
    daemon = new GitDaemon(platform.folder);
  }

  @AfterEach
  void stop() {
    daemon.close();
    repository.close();
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void oneNameOfSeventyMegabytes(Host host) throws Exception {
    byte[] name = new byte[70 << 20];
    Arrays.fill(name, (byte) 'n');
    expectStoppedBy(
        host, good -> commit(tree(entry("100644", name, blob()), root())), "at most 8388608 bytes");
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void aModeOfAFileOnTheIdOfATree(Host host) throws Exception {
    String path = check("two").path().replace("staging/", "production/");
    expectStoppedBy(
        host,
        good -> commit(withPath(path, tree(entry("100644", "a".getBytes(UTF_8), blob())))),
        "broken-object",
        "it is a tree");
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void aFileThatTheHostLost(Host host) throws Exception {
    String path = check("two").path().replace("staging/", "production/");
    expectStoppedBy(
        host,
        good -> commit(withPath(path, ObjectId.fromString("7".repeat(40)))),
        host == Host.STOCK_GIT ? "does not hand out" : "does not hold it");
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void aMerge(Host host) throws Exception {
    expectStoppedBy(
        host,
        good -> commit(root(), good, commit(root(), good)),
        "merge",
        "expected one parent, found 2");
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void aBranchThatWentBack(Host host) throws Exception {
    try (Ledgers ledgers = written(host)) {
      ObjectId before = head();
      write(ledgers, "more");
      ObjectId good = head();
      point(before);
      expectStopped(ledgers, "rewritten-history", good.name());
      expectGoesOn(ledgers, good);
    }
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void aDeletedBranch(Host host) throws Exception {
    try (Ledgers ledgers = written(host)) {
      ObjectId good = head();
      Files.delete(platform.repository(Series.CHECKS).resolve(VolumeReader.BRANCH));
      expectStopped(ledgers, "deleted-ref");
      expectGoesOn(ledgers, good);
    }
  }

  @ParameterizedTest
  @EnumSource(Host.class)
  void commitsThatAddNothingStopNobody(Host host) throws Exception {
    try (Ledgers ledgers = written(host)) {
      point(commit(root(), commit(root(), head())));
      write(ledgers, "two");
      assertThat(ledgers.readings().trustedAbout(deployment.subject())).hasSize(2);
    }
    LedgerVerification verification = platform.verify(Series.CHECKS);
    assertThat(verification.trusted()).isEqualTo(2);
    assertThat(verification.violated()).isZero();
    assertThat(verification.empty()).isEqualTo(2);
  }

  /// A commit that the host was made to show behind the last good one.
  @FunctionalInterface
  private interface Bad {
    ObjectId after(ObjectId good) throws Exception;
  }

  private void expectStoppedBy(Host host, Bad bad, String... words) throws Exception {
    try (Ledgers ledgers = written(host)) {
      ObjectId good = head();
      point(bad.after(good));
      expectStopped(ledgers, words);
      expectGoesOn(ledgers, good);
    }
  }

  private Ledgers written(Host host) {
    Ledgers ledgers = host == Host.SHARED_DISK ? platform.open(clock) : onGitHost();
    write(ledgers, "one");
    return ledgers;
  }

  private Ledgers onGitHost() {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    for (Series series : Series.values()) {
      String name = series.value() + ".git";
      stores.put(
          series,
          new LedgerPlace.OnGitHost(
                  daemon.address().resolve("/" + name), folder.resolve("clone").resolve(name), null)
              .open());
    }
    return Ledgers.open(
        stores,
        new WriterIdentity("AFDP worker", "worker@afdp.invalid", platform.worker),
        TrustPolicy.digest(platform.policy),
        folder.resolve("marks"),
        folder.resolve("evidence"),
        clock,
        platform.moves::add);
  }

  private void expectStopped(Ledgers ledgers, String... words) {
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> write(ledgers, "two"))
          .isInstanceOf(WorkersException.LedgerStopped.class)
          .hasMessageContainingAll(words)
          .hasMessageContainingAll("nothing was written", "put")
          .satisfies(stopped -> assertThat(stopped.getMessage()).hasSizeLessThan(2_000));
    }
    assertThatThrownBy(() -> ledgers.readings().trustedAbout(deployment.subject()))
        .isInstanceOf(WorkersException.LedgerStopped.class);
  }

  private void expectGoesOn(Ledgers ledgers, ObjectId good) throws IOException {
    point(good);
    long before = ledgers.readings().trustedAbout(deployment.subject()).size();
    write(ledgers, "two");
    assertThat(ledgers.readings().trustedAbout(deployment.subject())).hasSize((int) before + 1);
    assertThat(platform.verify(Series.CHECKS).sound()).isTrue();
  }

  private void write(Ledgers ledgers, String name) {
    ledgers.writer().write(List.of(check(name)));
  }

  private RecordToWrite check(String name) {
    return RecordToWrite.of(TestPlatform.check(deployment, name, clock.instant()));
  }

  private ObjectId head() throws IOException {
    return ObjectId.fromString(
        Files.readString(platform.repository(Series.CHECKS).resolve(VolumeReader.BRANCH)).strip());
  }

  private void point(ObjectId id) throws IOException {
    Files.writeString(
        platform.repository(Series.CHECKS).resolve(VolumeReader.BRANCH), id.name() + "\n");
  }

  private ObjectId root() throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(head()).getTree().getId();
    }
  }

  private ObjectId commit(ObjectId tree, ObjectId... parents) throws IOException {
    StringBuilder text = new StringBuilder("tree " + tree.name() + "\n");
    for (ObjectId parent : parents.length == 0 ? new ObjectId[] {head()} : parents) {
      text.append("parent ").append(parent.name()).append('\n');
    }
    text.append("author M <m@example.invalid> 1769860800 +0000\n");
    text.append("committer M <m@example.invalid> 1769860800 +0000\n\nby hand\n");
    return insert(Constants.OBJ_COMMIT, text.toString().getBytes(UTF_8));
  }

  private ObjectId blob() throws IOException {
    return insert(Constants.OBJ_BLOB, "{}".getBytes(UTF_8));
  }

  /// The standing tree and one path more, in an environment of its own.
  private ObjectId withPath(String path, ObjectId object) throws IOException {
    String[] names = path.split("/", -1);
    ObjectId id = object;
    for (int i = names.length - 1; i > 0; i--) {
      String mode = i == names.length - 1 ? "100644" : "40000";
      id = tree(entry(mode, names[i].getBytes(UTF_8), id));
    }
    return tree(entry("40000", names[0].getBytes(UTF_8), id), root());
  }

  private ObjectId tree(byte[] entry) throws IOException {
    return insert(Constants.OBJ_TREE, entry);
  }

  /// A tree of the entry and of those of another tree.
  private ObjectId tree(byte[] entry, ObjectId others) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(entry);
    bytes.writeBytes(repository.open(others).getBytes());
    return insert(Constants.OBJ_TREE, bytes.toByteArray());
  }

  private ObjectId insert(int type, byte[] bytes) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(type, bytes);
      inserter.flush();
      return id;
    }
  }

  private static byte[] entry(String mode, byte[] name, ObjectId id) {
    byte[] object = new byte[Constants.OBJECT_ID_LENGTH];
    id.copyRawTo(object, 0);
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes((mode + " ").getBytes(UTF_8));
    entry.writeBytes(name);
    entry.write(0);
    entry.writeBytes(object);
    return entry.toByteArray();
  }
}
