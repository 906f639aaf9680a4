package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.schemas.record.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Files in ledgers that nobody signed.
final class UnsignedFiles {
  private static final String RECORD = "5f2b6c1a-0e4d-8a3b-9c1d-2e3f4a5b6c7d";

  /// Whoever commits without a key.
  static final Map<String, String> MALLORY =
      Map.of(
          "GIT_AUTHOR_NAME", "m",
          "GIT_AUTHOR_EMAIL", "m@example.com",
          "GIT_COMMITTER_NAME", "m",
          "GIT_COMMITTER_EMAIL", "m@example.com");

  private UnsignedFiles() {}

  /// What whoever can push adds to the deployment's folder in every ledger that has one.
  static void add(Path folder, Path state, String deployment) throws Exception {
    List<String> pushed = new ArrayList<>();
    for (Series series : Series.values()) {
      Path clone = folder.resolve("clone-" + series);
      new StockGit(folder, Map.of())
          .run(
              "clone",
              "--quiet",
              new StateLayout(state).ledger(series.value()).toString(),
              clone.toString());
      StockGit git = new StockGit(clone, MALLORY);
      Optional<String> record =
          git.run("ls-files").lines().filter(path -> path.contains(deployment)).findFirst();
      if (record.isPresent()) {
        Path foreign = clone.resolve(record.get()).resolveSibling(RECORD + ".json");
        Files.writeString(foreign, "{}");
        git.run("add", "--all");
        git.run("commit", "--quiet", "--message", "by hand");
        git.run("push", "--quiet", "origin", "HEAD:main");
        pushed.add(series.value());
      }
    }
    assertThat(pushed).contains("deployment-manifests", "pre-post-deployment-checks");
  }
}
