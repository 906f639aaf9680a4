package com.caiatech.afdp.infra.client;

import java.util.ArrayList;
import java.util.List;

/// Lines on a terminal, drawn over those that were drawn before.
final class Screen {
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_BELOW = "\u001b[J";

  private int drawn;

  /// What draws these lines: from where the last began, cut to the terminal's size.
  String frame(List<Line> lines, TerminalSize size, boolean colours) {
    List<Line> shown = fitting(lines, size);
    StringBuilder frame = new StringBuilder(NO_WRAP).append('\r');
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    frame.append(CLEAR_BELOW);
    for (Line line : shown) {
      frame
          .append(
              Terminal.coloured(new Line(cut(line.text(), size.columns()), line.tone()), colours))
          .append('\n');
    }
    drawn = shown.size();
    return frame.append(WRAP).toString();
  }

  /// The cursor stands in a line below them.
  private static List<Line> fitting(List<Line> lines, TerminalSize size) {
    int room = size.rows() - 1;
    if (lines.size() <= room) {
      return lines;
    }
    List<Line> shown = new ArrayList<>(lines.subList(0, room - 1));
    shown.add(
        Line.plain("… %d lines more; afdp get shows them all".formatted(lines.size() - room + 1)));
    return shown;
  }

  private static String cut(String text, int columns) {
    String printable = Terminal.printable(text);
    return printable.codePointCount(0, printable.length()) <= columns
        ? printable
        : printable.substring(0, printable.offsetByCodePoints(0, columns - 1)) + "…";
  }
}
