package com.caiatech.afdp.infra.client;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How many characters a terminal shows.
record TerminalSize(int rows, int columns) {
  private static final TerminalSize USUAL = new TerminalSize(24, 80);

  /// That of the terminal that this process runs on, now.
  static TerminalSize now() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return stty.waitFor(1, TimeUnit.SECONDS) ? parse(size).orElse(USUAL) : USUAL;
    } catch (IOException unknown) {
      return USUAL;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  /// Of what `stty size` prints; absent where it is no size that could be drawn on.
  static Optional<TerminalSize> parse(String size) {
    String[] numbers = size.strip().split(" ", -1);
    if (numbers.length != 2 || !numbers[0].matches("\\d{1,5}") || !numbers[1].matches("\\d{1,5}")) {
      return Optional.empty();
    }
    TerminalSize found =
        new TerminalSize(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    return found.rows < 2 || found.columns < 2 ? Optional.empty() : Optional.of(found);
  }
}
