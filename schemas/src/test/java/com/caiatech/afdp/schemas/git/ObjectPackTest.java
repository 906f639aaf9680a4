package com.caiatech.afdp.schemas.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.source.StockGit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs as stock Git reads them.
class ObjectPackTest {
  private static final GitLimits LIMITS =
      new GitLimits(1 << 20, 50, 1 << 22, 1_000, 1 << 22, 1 << 26);

  @TempDir Path folder;
  private BoundedRepository repository;

  @BeforeEach
  void makeRepository() throws IOException {
    repository = BoundedRepository.open(folder.resolve("made.git"), LIMITS);
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void stockGitReadsObjectsOfEveryLengthOfAHeader() throws Exception {
    TreeFormatter tree = new TreeFormatter();
    try (ObjectPack pack = new ObjectPack(repository.getObjectDatabase())) {
      for (int length : List.of(0, 1, 15, 16, 2_047, 2_048, 300_000)) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        tree.append(
            "%07d".formatted(length), FileMode.REGULAR_FILE, pack.add(Constants.OBJ_BLOB, bytes));
      }
      ObjectId folders = pack.add(Constants.OBJ_TREE, tree.toByteArray());
      ObjectId head = pack.add(Constants.OBJ_COMMIT, commit(folders));
      assertThat(files()).isEmpty();
      pack.write();
      point(head);
    }
    assertThat(files()).hasSize(2);
    git("fsck", "--full", "--strict");
    assertThat(git("ls-tree", "-l", "main").lines())
        .hasSize(7)
        .allSatisfy(
            line -> {
              String[] words = line.split("\\s+", -1);
              assertThat(words[3]).isEqualTo(String.valueOf(Integer.parseInt(words[4])));
            });
    git(
        "verify-pack",
        files().stream().filter(it -> it.endsWith(".idx")).findFirst().orElseThrow());
  }

  @Test
  void whatIsAddedTwiceIsThereOnce() throws Exception {
    byte[] bytes = "once".getBytes(StandardCharsets.UTF_8);
    for (int time = 0; time < 2; time++) {
      try (ObjectPack pack = new ObjectPack(repository.getObjectDatabase())) {
        assertThat(pack.add(Constants.OBJ_BLOB, bytes))
            .isEqualTo(pack.add(Constants.OBJ_BLOB, bytes));
        pack.write();
      }
      assertThat(git("count-objects", "-v")).contains("count: 0", "in-pack: 1", "packs: 1");
    }
  }

  @Test
  void nothingStaysOfAPackThatIsNotWritten() throws Exception {
    try (ObjectPack pack = new ObjectPack(repository.getObjectDatabase())) {
      pack.add(Constants.OBJ_BLOB, new byte[100]);
    }
    assertThat(files()).isEmpty();
  }

  private static byte[] commit(ObjectId tree) {
    String person = " A <a@example.invalid> 1780000000 +0000\n";
    return ("tree " + tree.name() + "\nauthor" + person + "committer" + person + "\nmessage\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void point(ObjectId head) throws IOException {
    RefUpdate update = repository.updateRef("refs/heads/main");
    update.setNewObjectId(head);
    update.update();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("made.git/objects/pack"))) {
      return found.map(Path::toString).toList();
    }
  }

  private String git(String... arguments) {
    return new StockGit(folder.resolve("made.git")).run(arguments);
  }
}
