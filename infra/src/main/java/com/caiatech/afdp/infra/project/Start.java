package com.caiatech.afdp.infra.project;

import java.util.List;

/// How a project is built and started.
///
/// @param build shell commands that run once in {@link #buildFolder}, none where nothing is built
/// @param buildFolder relative to the project's folder, `.` for that itself
/// @param command program and arguments; `{port}` becomes the port
/// @param folder where the command runs, relative to the project's folder
/// @param portEnv the variable in which the program looks for its port
/// @param notes what could not be seen and has to hold
public record Start(
    List<String> build,
    String buildFolder,
    List<String> command,
    String folder,
    String portEnv,
    List<String> notes) {
  static final String PORT = "PORT";
  static final String HERE = ".";

  public Start {
    build = List.copyOf(build);
    command = List.copyOf(command);
    notes = List.copyOf(notes);
  }

  /// Built and started in the folder of the project, with its port in `$PORT`.
  static Start here(List<String> build, List<String> command) {
    return new Start(build, HERE, command, HERE, PORT, List.of());
  }

  Start withNotes(List<String> more) {
    return new Start(build, buildFolder, command, folder, portEnv, more);
  }

  Start withPortEnv(String variable) {
    return new Start(build, buildFolder, command, folder, variable, notes);
  }

  Start builtIn(String otherFolder) {
    return new Start(build, otherFolder, command, folder, portEnv, notes);
  }

  Start startedIn(String otherFolder) {
    return new Start(build, buildFolder, command, otherFolder, portEnv, notes);
  }
}
