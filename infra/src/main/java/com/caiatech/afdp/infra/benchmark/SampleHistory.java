package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.trial.StockGit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/// Histories that the benchmark makes itself, by stock `git fast-import`: several authors, some
/// files a commit out of many, each tenth commit a merge.
final class SampleHistory {
  private static final long BEGIN = 1_700_000_000;
  private static final int AUTHORS = 40;
  private static final int FILES_OF_COMMIT = 4;
  private static final int MERGE_EACH = 10;

  private final Path bare;
  private final Random random = new Random(1);

  private SampleHistory(Path bare) {
    this.bare = bare;
  }

  /// Makes a bare repository with so many commits on `main`.
  static void make(Path bare, int commits) {
    SampleHistory history = new SampleHistory(bare);
    try {
      Files.createDirectories(bare);
      new StockGit(bare, Map.of()).run("init", "-q", "--bare", "-b", "main");
      history.add("refs/heads/main", commits, "");
    } catch (IOException failed) {
      throw new InfraException.Unavailable("making " + bare + " failed: " + failed, failed);
    }
  }

  /// Adds so many commits to a branch of any bare repository.
  static void grow(Path bare, String branch, int commits) {
    try {
      String ref = "refs/heads/" + branch;
      new SampleHistory(bare).add(ref, commits, "from " + ref + "^0\n");
    } catch (IOException failed) {
      throw new InfraException.Unavailable("adding to " + bare + " failed: " + failed, failed);
    }
  }

  private void add(String ref, int commits, String from) throws IOException {
    Path stream = Files.createTempFile(bare, "stream", ".fast-import");
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(stream))) {
      for (int number = 1; number <= commits; number++) {
        output.write(commit(ref, number, commits, from).getBytes(StandardCharsets.UTF_8));
      }
    }
    new StockGit(bare, Map.of()).runOn(stream, "fast-import", "--quiet");
    Files.delete(stream);
  }

  private String commit(String ref, int number, int commits, String from) {
    int author = random.nextInt(AUTHORS);
    StringBuilder text =
        new StringBuilder()
            .append("commit %s\nmark :%d\n".formatted(ref, number))
            .append(
                "committer Author %1$d <author%1$d@example.org> %2$d +0000\n"
                    .formatted(author, BEGIN + number))
            .append(data("Change number " + number))
            .append(number == 1 ? from : "");
    if (number > MERGE_EACH && number % MERGE_EACH == 0) {
      text.append("merge :%d\n".formatted(number - 5));
    }
    for (int file = 0; file < FILES_OF_COMMIT; file++) {
      int name = random.nextInt(Math.max(10, commits / 5));
      text.append("M 100644 inline sample/%d/%d.txt\n".formatted(name % 50, name))
          .append(data(content(name, number)));
    }
    return text.append('\n').toString();
  }

  private static String content(int name, int number) {
    return "a line of file %d that stays\n".formatted(name).repeat(20) + "change " + number + "\n";
  }

  private static String data(String text) {
    return "data %d\n%s\n".formatted(text.getBytes(StandardCharsets.UTF_8).length, text);
  }
}
