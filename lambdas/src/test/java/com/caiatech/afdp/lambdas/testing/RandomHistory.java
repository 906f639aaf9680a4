package com.caiatech.afdp.lambdas.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A history with branches, merges of two and three, renames, modes, binary files and submodules,
/// made at random by one `git fast-import`. Each commit is newer than its parents: where clocks go
/// backwards, `git rev-list` may name too many commits.
public final class RandomHistory {
  private static final int COMMITS = 90;
  private static final List<String> FOLDERS =
      List.of("services/cart", "services/cart-old", "services", "libs/money", "docs", "");
  private static final List<String> MODES = List.of("100644", "100644", "100755", "120000");

  private final Random random;
  private final List<Set<String>> files = new ArrayList<>();
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  private RandomHistory(Random random) {
    this.random = random;
  }

  /// Makes a repository in the folder; each commit has a branch, and the last is `main`.
  ///
  /// @return the folder
  public static Path in(Path folder, long seed) {
    RandomHistory history = new RandomHistory(new Random(seed));
    for (int commit = 1; commit <= COMMITS; commit++) {
      history.add(commit);
    }
    new StockGit(folder).bytes(history.stream.toByteArray(), "fast-import", "--quiet");
    return folder;
  }

  private void add(int commit) {
    Set<String> standing = new TreeSet<>();
    line("commit refs/heads/" + (commit == COMMITS ? "main" : "c" + commit));
    line("mark :" + commit);
    line("committer Ann <ann@example.org> " + (1_769_990_000L + commit) + " +0000");
    data("Commit " + commit);
    if (commit > 1 && random.nextInt(25) != 0) {
      int from = before(commit);
      standing.addAll(files.get(from - 1));
      line("from :" + from);
      for (int merge = random.nextInt(4) - 1; merge > 0; merge--) {
        line("merge :" + before(commit));
      }
    }
    for (int change = random.nextInt(4); change > 0; change--) {
      change(standing);
    }
    line("");
    files.add(standing);
  }

  private int before(int commit) {
    return Math.max(1, commit - 1 - random.nextInt(8));
  }

  private void change(Set<String> standing) {
    List<String> choices = List.copyOf(standing);
    int kind = choices.isEmpty() ? 9 : random.nextInt(10);
    if (kind == 0) {
      String gone = any(choices);
      standing.remove(gone);
      line("D " + gone);
    } else if (kind <= 2) {
      String from = any(choices);
      String to = name();
      if (!standing.contains(to)) {
        standing.remove(from);
        standing.add(to);
        line("R " + from + " " + to);
      }
    } else if (kind == 3) {
      line("M 160000 %040x modules/m%d".formatted(random.nextInt(99) + 1, random.nextInt(2)));
    } else {
      String path = random.nextBoolean() && !choices.isEmpty() ? any(choices) : name();
      standing.add(path);
      line("M " + any(MODES) + " inline " + path);
      data(content());
    }
  }

  private String name() {
    String folder = any(FOLDERS);
    return (folder.isEmpty() ? "" : folder + "/") + "f" + random.nextInt(6) + ".txt";
  }

  /// Lines of which many are as in other files, so that renames are found in part; at times zeros.
  private String content() {
    return random.nextInt(12) == 0
        ? "binary\0" + random.nextInt(9)
        : IntStream.range(0, 5 + random.nextInt(20))
            .mapToObj(line -> "line " + (random.nextInt(4) == 0 ? random.nextInt(99) : line))
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private void data(String text) {
    line("data " + text.length());
    line(text);
  }

  private void line(String text) {
    stream.writeBytes((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
