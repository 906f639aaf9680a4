package com.caiatech.afdp.lambdas.testing;

import com.caiatech.afdp.schemas.id.CommitId;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A repository with a work tree that only the stock `git` command touches, undisturbed by the
/// user's own settings. The author of its commits is Ann, one second after the other.
public final class StockGit {
  private static final long FIRST_COMMIT_AT = 1_769_947_200; // 2026-02-01T12:00:00Z

  private final Path folder;
  private long seconds = FIRST_COMMIT_AT;

  /// Makes the repository with the branch `main`.
  public StockGit(Path folder) {
    try {
      this.folder = Files.createDirectories(folder);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    run("init", "-q", "-b", "main");
  }

  private StockGit(File repository) {
    this.folder = repository.toPath();
  }

  /// A repository that stands.
  public static StockGit of(Path repository) {
    return new StockGit(repository.toFile());
  }

  public Path folder() {
    return folder;
  }

  /// Runs a command.
  ///
  /// @return its output without the line feed at the end
  /// @throws IllegalStateException with its output when it fails
  public String run(String... arguments) {
    return new String(bytes(new byte[0], arguments), StandardCharsets.UTF_8).stripTrailing();
  }

  /// The output line by line; none where there is no output.
  public List<String> lines(String... arguments) {
    return run(arguments).lines().toList();
  }

  /// Runs a command that reads the input.
  public byte[] bytes(byte[] input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment());
    try {
      Process process = builder.start();
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> write(process.getOutputStream(), input), Thread::startVirtualThread);
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      try (InputStream stream = process.getInputStream()) {
        stream.transferTo(output);
      }
      writing.join();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output.toString(StandardCharsets.UTF_8));
      }
      return output.toByteArray();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /// Writes a file of the work tree.
  public void write(String file, String content) {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes a file of the work tree.
  public void write(String file, byte[] content) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.resolveSibling("."));
      Files.write(path, content);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /// Commits the work tree as it is, one second after the commit before.
  public CommitId commit(String message) {
    run("add", "-A");
    run("commit", "-q", "--allow-empty", "-m", message);
    return head();
  }

  /// The commit that is checked out.
  public CommitId head() {
    return new CommitId(run("rev-parse", "HEAD"));
  }

  private Map<String, String> environment() {
    seconds++;
    String date = "@" + seconds + " +0000";
    return Map.of(
        "GIT_CONFIG_GLOBAL", "/dev/null",
        "GIT_CONFIG_SYSTEM", "/dev/null",
        "GIT_AUTHOR_NAME", "Ann",
        "GIT_AUTHOR_EMAIL", "Ann@example.org",
        "GIT_COMMITTER_NAME", "Ann",
        "GIT_COMMITTER_EMAIL", "Ann@example.org",
        "GIT_AUTHOR_DATE", date,
        "GIT_COMMITTER_DATE", date);
  }

  private static void write(OutputStream stream, byte[] input) {
    try (stream) {
      stream.write(input);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
