package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The files that commits touch, as stock Git tells them: one `git diff-tree --stdin` for as many
/// commits as one likes, with the rename and line counts of `git log --raw --numstat -M50% -l1000
/// --diff-algorithm=myers`. No attribute, filter or configuration of anybody plays a part. Not
/// thread-safe; to be closed.
final class DiffTree implements FileChanges, AutoCloseable {
  private static final String END = "#\n";
  private static final int MOST_SAID = 2000;
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  private static final List<String> COMMAND =
      List.of(
          "git",
          "-c",
          "safe.directory=*",
          "-c",
          "core.attributesFile=/dev/null",
          "diff-tree",
          "--stdin",
          "--root",
          "-r",
          "--raw",
          "--numstat",
          "-z",
          "--no-abbrev",
          "-M50%",
          "-l1000",
          "--diff-algorithm=myers",
          "--no-ext-diff",
          "--no-textconv");

  private final RepositoryName name;
  private final Process process;
  private final OutputStream questions;
  private final DiffTreeOutput answers;
  private final CompletableFuture<String> complaints;

  private DiffTree(RepositoryName name, Process process) {
    this.name = name;
    this.process = process;
    this.questions = process.getOutputStream();
    this.answers = new DiffTreeOutput(new BufferedInputStream(process.getInputStream(), 1 << 16));
    this.complaints = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> complaints.complete(said(process.getErrorStream())));
  }

  /// Starts on a repository.
  ///
  /// @throws LambdasException.Unavailable where there is no `git` command
  static DiffTree on(RepositoryName name, Path gitDirectory) {
    ProcessBuilder builder = new ProcessBuilder(COMMAND).directory(gitDirectory.toFile());
    Map<String, String> environment = builder.environment();
    String path = Optional.ofNullable(environment.get("PATH")).orElse("/usr/bin:/bin");
    environment.clear();
    environment.putAll(
        Map.of(
            "PATH", path,
            "LC_ALL", "C",
            "GIT_DIR", gitDirectory.toString(),
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_ATTR_NOSYSTEM", "1",
            "GIT_ATTR_SOURCE", EMPTY_TREE,
            "GIT_NO_REPLACE_OBJECTS", "1",
            "GIT_OPTIONAL_LOCKS", "0"));
    try {
      return new DiffTree(name, builder.start());
    } catch (IOException missing) {
      throw new LambdasException.Unavailable(
          "Taking in the commits of repository "
              + name
              + " needs the git command, which cannot be started: "
              + missing.getMessage()
              + "; nothing was written. Install git where this function runs",
          missing);
    }
  }

  @Override
  public List<TouchedFile> of(CommitId commit, @Nullable CommitId parent) {
    try {
      String question = parent == null ? commit.value() : commit + " " + parent;
      questions.write((question + "\n" + END).getBytes(StandardCharsets.US_ASCII));
      questions.flush();
      return answers.next(commit);
    } catch (IOException broken) {
      throw fault(commit, broken);
    }
  }

  @Override
  public void close() {
    try {
      questions.close(); // it ends when it is asked nothing more
    } catch (IOException ended) {
      process.destroy();
    }
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private LambdasException fault(CommitId commit, IOException broken) {
    close();
    String said = complaints.join();
    return new LambdasException.LostObjects(
        "Reading what commit "
            + commit
            + " of the mirror of repository "
            + name
            + " touches failed: "
            + (said.isEmpty() ? broken.getMessage() : said)
            + "; where an object stays missing, the repository lost it too: push it there from a"
            + " clone that has it; what was written stays, a retry is safe",
        broken);
  }

  private static String said(InputStream stream) {
    try (stream) {
      String said = new String(stream.readNBytes(MOST_SAID), StandardCharsets.UTF_8);
      stream.transferTo(OutputStream.nullOutputStream());
      return said.lines().findFirst().orElse("");
    } catch (IOException closed) {
      return "";
    }
  }
}
