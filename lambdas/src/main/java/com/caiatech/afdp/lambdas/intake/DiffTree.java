package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The files that commits touch, as stock Git tells them: `git diff-tree --stdin` for as many
/// commits as one likes, with the rename and line counts of `git log --raw --numstat -M50% -l1000
/// --diff-algorithm=myers`. One thread may ask ahead of another one that reads the answers, in the
/// order of the questions. What is asked and not yet read is bounded by the pipes. One process: two
/// that take turns unpack most objects twice. To be closed.
final class DiffTree implements FileChanges, AutoCloseable {
  private static final String END = "#\n";

  private static final List<String> COMMAND =
      List.of(
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

  private final GitCommand git;
  private final Process process;
  private final OutputStream questions;
  private final DiffTreeOutput answers;
  private final CompletableFuture<String> complaint = new CompletableFuture<>();

  /// @throws LambdasException.Unavailable where there is no `git` command
  DiffTree(GitCommand git) {
    this.git = git;
    this.process = git.start(ProcessBuilder.Redirect.PIPE, COMMAND);
    this.questions = process.getOutputStream();
    this.answers = new DiffTreeOutput(new BufferedInputStream(process.getInputStream(), 1 << 16));
    Thread.ofVirtual().start(() -> complaint.complete(GitCommand.complaint(process)));
  }

  /// Asks which files a commit touches. Waits while too much is asked and not read.
  ///
  /// @param parent what it is compared with; absent for a commit without parents
  /// @throws IOException when the process has ended; who reads its answer is told why
  void ask(CommitId commit, @Nullable CommitId parent) throws IOException {
    String question = parent == null ? commit.value() : commit + " " + parent;
    questions.write((question + "\n" + END).getBytes(StandardCharsets.US_ASCII));
    questions.flush();
  }

  /// The answer to the first question that was not answered yet, which has to be about this commit.
  @Override
  public List<TouchedFile> of(CommitId commit) {
    try {
      return answers.next(commit);
    } catch (IOException broken) {
      String said = complaint.completeOnTimeout("", 2, TimeUnit.SECONDS).join();
      close();
      throw git.unreadable(
          "what commit " + commit + " touches",
          said.isEmpty() ? String.valueOf(broken.getMessage()) : said,
          broken);
    }
  }

  /// Ends the process; whoever waits for it goes on.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
