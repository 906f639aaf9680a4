package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.state.Ports;
import java.nio.file.Path;
import java.util.Optional;

/// A Temporal service on loopback. What kind it is decides what a killed runner costs: see
/// [#survivesRestart()].
public sealed interface TemporalService extends AutoCloseable
    permits InProcessTemporal, TemporalCommand {
  /// Which kind to run.
  enum Choice {
    /// The `temporal` command's server where the command is on the PATH, else in process.
    AUTO,
    /// Inside this process.
    IN_PROCESS,
    /// The `temporal` command's server; an error where the command is missing.
    COMMAND
  }

  /// The part's name among the ports.
  String PART = "temporal";

  /// Starts the chosen kind; it answers when this returns. A server process that outlived its
  /// runner is adopted, or ended where this start does not want it.
  ///
  /// @param folder holds the server's database, its log and what is known of its process
  /// @param given the port that was asked for, if one was
  /// @throws com.caiatech.afdp.infra.InfraException.Unavailable when it does not start
  static TemporalService start(Choice choice, Path folder, Ports ports, Optional<Integer> given) {
    Optional<Path> command = TemporalCommand.onPath(System.getenv("PATH"));
    return switch (choice) {
      case AUTO ->
          command.isPresent()
              ? TemporalCommand.start(command, folder, ports, given)
              : inProcess(folder, ports, given);
      case IN_PROCESS -> inProcess(folder, ports, given);
      case COMMAND -> TemporalCommand.start(command, folder, ports, given);
    };
  }

  /// `host:port` for clients.
  String target();

  /// Whether running workflows go on after the runner was killed and started again.
  boolean survivesRestart();

  /// What it is, for people.
  String description();

  @Override
  void close();

  private static TemporalService inProcess(Path folder, Ports ports, Optional<Integer> given) {
    TemporalCommand.endSurvivor(folder);
    return InProcessTemporal.start(ports.take(PART, given));
  }
}
