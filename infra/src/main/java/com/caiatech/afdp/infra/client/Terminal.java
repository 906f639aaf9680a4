package com.caiatech.afdp.infra.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The two streams of a command: data on stdout, progress on stderr, both UTF-8.
public final class Terminal {
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private Terminal() {}

  /// Prints a line of data.
  public static void data(String line) {
    OUT.println(line);
  }

  /// Prints a line of progress.
  public static void progress(String line) {
    ERR.println(line);
  }
}
