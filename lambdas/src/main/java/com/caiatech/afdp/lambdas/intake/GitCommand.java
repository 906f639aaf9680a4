package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts the stock `git` command on the mirror of a source repository. No attribute, filter,
/// replacement or configuration of anybody plays a part, and what it maps of packs and keeps of
/// objects is bounded.
///
/// @param gitDirectory of the mirror
record GitCommand(RepositoryName repository, Path gitDirectory) {
  private static final int MOST_SAID = 2000;
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  private static final List<String> COMMAND =
      List.of(
          "git",
          "-c",
          "safe.directory=*",
          "-c",
          "core.attributesFile=/dev/null",
          "-c",
          "core.packedGitWindowSize=1m",
          "-c",
          "core.packedGitLimit=32m",
          "-c",
          "core.deltaBaseCacheLimit=32m");

  /// @throws LambdasException.Unavailable where there is no `git` command
  Process start(ProcessBuilder.Redirect output, List<String> arguments) {
    List<String> command = new ArrayList<>(COMMAND);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(gitDirectory.toFile()).redirectOutput(output);
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
      return builder.start();
    } catch (IOException missing) {
      throw new LambdasException.Unavailable(
          "Taking in the commits of repository "
              + repository
              + " needs the git command, which cannot be started: "
              + missing.getMessage()
              + "; nothing was written. Install git where this function runs",
          missing);
    }
  }

  /// What a fault of reading the mirror is.
  ///
  /// @param read what was read
  /// @param said why not
  LambdasException unreadable(String read, String said, Throwable cause) {
    return new LambdasException.LostObjects(
        "Reading "
            + read
            + " of the mirror of repository "
            + repository
            + " failed: "
            + said
            + "; where an object stays missing, the repository lost it too: push it there from a"
            + " clone that has it; what was written stays, a retry is safe",
        cause);
  }

  /// The first line of what a process complains of, read to its end.
  static String complaint(Process process) {
    try (InputStream stream = process.getErrorStream()) {
      String said = new String(stream.readNBytes(MOST_SAID), StandardCharsets.UTF_8);
      stream.transferTo(OutputStream.nullOutputStream());
      return said.lines().findFirst().orElse("");
    } catch (IOException closed) {
      return "";
    }
  }
}
