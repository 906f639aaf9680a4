package com.caiatech.afdp.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitServerTest {
  private static final ServedName SHOP = new ServedName(ServedName.Root.REPOSITORIES, "shop");
  private static final ServedName LEDGER = new ServedName(ServedName.Root.LEDGERS, "approval-logs");

  @TempDir Path temporary;
  private StateFolder state;
  private GitServer server;
  private Path work;
  private final Queue<RefMove> moves = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void serve() throws Exception {
    state = StateFolder.open(temporary.resolve("state"));
    bare(SHOP);
    bare(LEDGER);
    server = GitServer.start(state.layout(), FreePort.take(), moves::add);
    work = temporary.resolve("work");
    git(temporary, "init", "--quiet", "--initial-branch=main", work.toString());
    git(work, "config", "user.email", "ada@example.org");
    git(work, "config", "user.name", "Ada");
    commit("first");
  }

  @AfterEach
  void stop() {
    server.close();
    state.close();
  }

  @Test
  void stockGitPushesToASourceRepositoryAndTheMoveIsToldOnce() throws Exception {
    git(work, "push", "--quiet", server.address(SHOP).toString(), "main");
    await().until(() -> moves.size() == 1);
    RefMove move = moves.remove();
    assertThat(move.repository()).isEqualTo(SHOP);
    assertThat(move.ref()).isEqualTo("refs/heads/main");
    assertThat(move.before()).isEqualTo(ObjectId.zeroId());
    assertThat(move.after()).isEqualTo(head());

    ObjectId before = head();
    commit("second");
    git(work, "push", "--quiet", server.address(SHOP).toString(), "main");
    server.announce(SHOP.folder(state.layout()));
    await().until(() -> !moves.isEmpty());
    assertThat(moves).containsExactly(new RefMove(SHOP, "refs/heads/main", before, head(), "git"));

    git(work, "push", "--quiet", server.address(SHOP).toString(), ":main");
    await().until(() -> moves.size() == 2);
    assertThat(moves).last().matches(last -> last.after().equals(ObjectId.zeroId()));
  }

  @Test
  void aLedgerIsClonedByStockGitAndRefusesPushes() throws Exception {
    moveInPlace(LEDGER);
    git(temporary, "clone", "--quiet", server.address(LEDGER).toString(), "clone");
    assertThat(temporary.resolve("clone/first")).exists();

    Outcome push = tryGit(work, "push", server.address(LEDGER).toString(), "main:other");
    assertThat(push.exitCode()).isNotZero();
    assertThat(push.output()).contains("ledgers are read-only here; only the workers write them");
    try (Repository ledger = open(LEDGER)) {
      assertThat(ledger.exactRef("refs/heads/other")).isNull();
    }
  }

  @Test
  void aRefMovedInPlaceIsToldWhenItsWriterSaysSo() throws Exception {
    moveInPlace(LEDGER);
    server.announce(LEDGER.folder(state.layout()));
    server.announce(LEDGER.folder(state.layout()));
    assertThat(moves)
        .containsExactly(new RefMove(LEDGER, "refs/heads/main", ObjectId.zeroId(), head(), "afdp"));
  }

  @Test
  void aRefMovedByAnybodyIsFoundByTheSweep() throws Exception {
    Path folder = SHOP.folder(state.layout());
    git(folder, "fetch", "--quiet", work.toString(), "main:main");
    await().until(() -> moves.size() == 1);
    assertThat(moves.remove().pusher()).isEqualTo("unknown");
  }

  @Test
  void aRepositoryAddedWhileServingIsServedAndTold() throws Exception {
    ServedName added = new ServedName(ServedName.Root.REPOSITORIES, "added");
    bare(added);
    moveInPlace(added);
    await().until(() -> moves.size() == 1);
    assertThat(git(temporary, "ls-remote", server.address(added).toString())).contains("main");
  }

  @Test
  void whatStoodBeforeTheStartIsNotTold() throws Exception {
    moveInPlace(SHOP);
    await().until(() -> moves.size() == 1);
    server.close();
    moves.clear();
    ObjectId before = head();
    server = GitServer.start(state.layout(), FreePort.take(), moves::add);
    server.announce(SHOP.folder(state.layout()));
    assertThat(moves).isEmpty();
    commit("second");
    git(work, "push", "--quiet", server.address(SHOP).toString(), "main");
    await().until(() -> !moves.isEmpty());
    assertThat(moves).containsExactly(new RefMove(SHOP, "refs/heads/main", before, head(), "git"));
  }

  @Test
  void nothingElseOfTheStateFolderIsServed() throws Exception {
    String root = server.address(SHOP).toString().replace("/repositories/shop.git", "");
    assertThat(tryGit(work, "ls-remote", root + "/repositories/shop.git").exitCode()).isZero();
    Git.init()
        .setBare(true)
        .setDirectory(state.layout().evidence().resolve("m.git").toFile())
        .call()
        .close();
    for (String path :
        List.of(
            "/evidence/m.git",
            "/repositories/../evidence/m.git",
            "/repositories/%2e%2e/evidence/m.git",
            "/repositories/shop",
            "/repositories/missing.git",
            "/ledgers/shop.git",
            "/keys",
            "/")) {
      Outcome outcome = tryGit(work, "ls-remote", root + path);
      assertThat(outcome.exitCode()).as(path).isNotZero();
    }
  }

  @Test
  void aTakenPortIsOnePlainLine() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> GitServer.start(state.layout(), other.getLocalPort(), moves::add).close())
          .isInstanceOf(InfraException.Unavailable.class)
          .hasMessageStartingWith("serving git:// on port " + other.getLocalPort() + " failed: ");
    }
  }

  private void bare(ServedName name) throws Exception {
    Git.init()
        .setBare(true)
        .setInitialBranch("main")
        .setDirectory(name.folder(state.layout()).toFile())
        .call()
        .close();
  }

  /// As the ledger writer does: objects first, then the ref, without any push to the server.
  private void moveInPlace(ServedName name) throws Exception {
    try (Repository repository = open(name);
        Git git = new Git(repository)) {
      git.fetch().setRemote(work.toUri().toString()).setRefSpecs("refs/heads/main:refs/t/t").call();
      RefUpdate update = repository.updateRef("refs/heads/main");
      update.setNewObjectId(head());
      assertThat(update.update()).isEqualTo(RefUpdate.Result.NEW);
    }
  }

  private Repository open(ServedName name) throws IOException {
    return new FileRepository(name.folder(state.layout()).toFile());
  }

  private void commit(String name) throws Exception {
    Files.writeString(work.resolve(name), name);
    git(work, "add", name);
    git(work, "commit", "--quiet", "-m", name);
  }

  private ObjectId head() throws Exception {
    return ObjectId.fromString(git(work, "rev-parse", "HEAD").strip());
  }

  private record Outcome(int exitCode, String output) {}

  private static String git(Path folder, String... arguments) throws Exception {
    Outcome outcome = tryGit(folder, arguments);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome.output();
  }

  private static Outcome tryGit(Path folder, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("git");
    builder.command().addAll(List.of(arguments));
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }
}
