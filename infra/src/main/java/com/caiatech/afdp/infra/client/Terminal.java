package com.caiatech.afdp.infra.client;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The two streams of a command: data on stdout, progress on stderr, both UTF-8.
public final class Terminal {
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private static final boolean IS_TERMINAL =
      Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

  private Terminal() {}

  /// Whether somebody looks at it, so that a line may be written over.
  public static boolean isTerminal() {
    return IS_TERMINAL;
  }

  /// Writes over the line of progress that was written so before; to be called on a terminal alone.
  public static void progressOver(String line) {
    ERR.print("\r\u001b[K" + line);
    ERR.flush();
  }

  /// Prints a line of data.
  public static void data(String line) {
    OUT.println(line);
  }

  /// Prints a line of progress.
  public static void progress(String line) {
    ERR.println(line);
  }
}
