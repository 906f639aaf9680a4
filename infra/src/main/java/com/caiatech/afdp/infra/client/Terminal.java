package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.schemas.Excerpt;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The two streams of a command: data on stdout, progress on stderr, both UTF-8.
public final class Terminal {
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private static final PrintStream ERR =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private static final boolean IS_TERMINAL =
      Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

  private static final boolean CAN_DRAW =
      IS_TERMINAL && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
  private static final boolean HAS_COLOURS =
      CAN_DRAW && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
  private static final String PLAIN = "\u001b[0m";

  private Terminal() {}

  /// Whether somebody looks at it, so that a line may be written over.
  public static boolean isTerminal() {
    return IS_TERMINAL;
  }

  /// Whether lines may be drawn over those before.
  public static boolean canDraw() {
    return CAN_DRAW;
  }

  /// Writes over the line of progress that was written so before; to be called on a terminal alone.
  public static void progressOver(String line) {
    ERR.print("\r\u001b[K" + printable(line));
    ERR.flush();
  }

  /// Prints data as it is.
  public static void data(String text) {
    OUT.println(text);
  }

  /// Prints data for people, in lines.
  public static void report(String lines) {
    OUT.println(printable(lines));
  }

  /// Prints data for people, in colours where there are some.
  public static void report(List<Line> lines) {
    lines.forEach(line -> OUT.println(coloured(line, HAS_COLOURS)));
  }

  /// Draws the lines on the screen; to be called where that can be alone.
  static void draw(Screen screen, List<Line> lines) {
    OUT.print(screen.frame(lines, TerminalSize.now(), HAS_COLOURS));
    OUT.flush();
  }

  /// Asks on a terminal, and waits for the answer.
  ///
  /// @return whether it is yes
  public static boolean confirms(String question) {
    ERR.print(printable(question) + " [y/N] ");
    ERR.flush();
    String answer = Optional.ofNullable(System.console()).map(Console::readLine).orElse("");
    return answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /// The line as it is printed.
  static String coloured(Line line, boolean colours) {
    String begin = colours ? line.tone().begin() : "";
    return begin + printable(line.text()) + (begin.isEmpty() ? "" : PLAIN);
  }

  /// Prints progress, in lines.
  public static void progress(String lines) {
    ERR.println(printable(lines));
  }

  /// What others wrote, a commit's subject say, does not steer the terminal: it shows each
  /// character that is none by its number.
  static String printable(String lines) {
    return lines
        .lines()
        .map(line -> Excerpt.of(line, Integer.MAX_VALUE))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
