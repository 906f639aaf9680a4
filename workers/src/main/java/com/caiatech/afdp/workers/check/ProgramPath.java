package com.caiatech.afdp.workers.check;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where programs are looked up: the system would use the path of the process that starts them, and
/// not the path that they are given.
public final class ProgramPath {
  private ProgramPath() {}

  /// The command with its program's full path; a program that is named with a folder stays as it
  /// is.
  ///
  /// @param path folders as in the environment variable `PATH`
  /// @throws IOException when no folder holds the program
  public static List<String> resolve(List<String> command, String path) throws IOException {
    String program = command.getFirst();
    if (program.contains("/")) {
      return command;
    }
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        List<String> full = new ArrayList<>(command);
        full.set(0, candidate.toString());
        return full;
      }
    }
    throw new IOException("the program '%s' is not on the PATH".formatted(program));
  }
}
