package com.caiatech.afdp.schemas.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs the `git` command in one folder, undisturbed by the user's own settings.
public record StockGit(Path folder) {
  static StockGit init(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    StockGit git = new StockGit(folder);
    git.run("init", "-q", "-b", "main");
    return git;
  }

  public String run(String... arguments) {
    return run(Map.of(), arguments);
  }

  String runAt(long seconds, String... arguments) {
    String date = "@" + seconds + " +0000";
    return run(Map.of("GIT_AUTHOR_DATE", date, "GIT_COMMITTER_DATE", date), arguments);
  }

  String commit(String file, String content, long seconds) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, content);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    run("add", "-A");
    runAt(seconds, "commit", "-q", "--allow-empty", "-m", "change " + file);
    return run("rev-parse", "HEAD");
  }

  private String run(Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=A", "-c", "user.email=a@example.org"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return output;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
