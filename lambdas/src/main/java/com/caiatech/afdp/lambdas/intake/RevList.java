package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The commits that some tips have and known heads have not, parents before children, as stock `git
/// rev-list` lists them: in a file, so that no history is too long for memory. Not thread-safe; to
/// be closed.
final class RevList implements AutoCloseable {
  private static final List<String> COMMAND =
      List.of("rev-list", "--topo-order", "--reverse", "--parents", "--stdin");

  private final GitCommand git;
  private final Path file;
  private final BufferedReader lines;
  private final long size;

  private RevList(GitCommand git, Path file, long size) throws IOException {
    this.git = git;
    this.file = file;
    this.size = size;
    this.lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
  }

  /// A commit of the list.
  ///
  /// @param parent its first; absent for a commit without parents
  record Listed(CommitId commit, @Nullable CommitId parent) {}

  /// Lists them.
  ///
  /// @param known all of them in the mirror
  /// @throws LambdasException.LostObjects when the mirror lacks a commit
  static RevList of(GitCommand git, Collection<CommitId> tips, Collection<CommitId> known) {
    Path file = null;
    try {
      file = Files.createTempFile("afdp-commits", ".list");
      list(git, tips, known, file);
      try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
        return new RevList(git, file, lines.count());
      }
    } catch (IOException fault) {
      delete(file);
      throw fault(git, fault);
    } catch (LambdasException fault) {
      delete(file);
      throw fault;
    }
  }

  /// How many they are.
  long size() {
    return size;
  }

  /// The next ones, at most so many; none at the end.
  List<Listed> next(int max) {
    List<Listed> next = new ArrayList<>();
    try {
      while (next.size() < max) {
        String line = lines.readLine();
        if (line == null) {
          break;
        }
        String[] ids = line.split(" ", 3);
        next.add(new Listed(new CommitId(ids[0]), ids.length == 1 ? null : new CommitId(ids[1])));
      }
      return next;
    } catch (IOException fault) {
      throw fault(git, fault);
    }
  }

  @Override
  public void close() {
    try (lines) {
      delete(file);
    } catch (IOException unclosed) {
      return; // it was only read, and is gone
    }
  }

  private static void list(
      GitCommand git, Collection<CommitId> tips, Collection<CommitId> known, Path file)
      throws IOException {
    Process process = git.start(ProcessBuilder.Redirect.to(file.toFile()), COMMAND);
    try (Writer questions = new BufferedWriter(process.outputWriter(StandardCharsets.US_ASCII))) {
      for (CommitId tip : tips) {
        questions.write(tip + "\n");
      }
      for (CommitId head : known) {
        questions.write("^" + head + "\n");
      }
    } catch (IOException ended) {
      // it says why, below
    }
    String complaint = GitCommand.complaint(process);
    try {
      if (process.waitFor() != 0) {
        throw git.unreadable("the list of commits", complaint, new IOException(complaint));
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LambdasException.Unavailable(
          "Listing the commits of repository "
              + git.repository()
              + " was interrupted; nothing was written, a retry is safe",
          interrupted);
    }
  }

  private static LambdasException fault(GitCommand git, IOException fault) {
    return new LambdasException.EvidenceFault(
        "Listing the commits of repository "
            + git.repository()
            + " failed: "
            + fault
            + "; what was written stays, a retry is safe",
        fault);
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException stays) {
      file.toFile().deleteOnExit();
    }
  }
}
