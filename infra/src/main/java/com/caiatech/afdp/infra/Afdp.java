package com.caiatech.afdp.infra;

import com.caiatech.afdp.infra.command.VersionCommand;

/// The `afdp` program. It passes its words to {@link AfdpCommands}, but for the version, which
/// programs ask for before anything else: to read how one may ask takes several times what the
/// answer does.
public final class Afdp {
  private Afdp() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals(VersionCommand.NAME)) {
      // it just ends: to exit, the JVM looks for a logger in each jar of the class path
      new VersionCommand().call();
    } else {
      System.exit(execute(arguments));
    }
  }

  /// Runs one command.
  ///
  /// @return the code of an {@link ExitCode}
  public static int execute(String... arguments) {
    return AfdpCommands.execute(arguments);
  }
}
