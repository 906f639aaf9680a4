package com.caiatech.afdp.infra.client;

import java.util.List;
import java.util.stream.Collectors;

/// A line for people.
///
/// @param tone in which colour it is shown where there are colours
public record Line(String text, Tone tone) {
  /// What a line says to whoever only glances at it.
  public enum Tone {
    PLAIN(""),
    GOOD("\u001b[32m"),
    BAD("\u001b[31m"),
    BUSY("\u001b[33m"),
    FAINT("\u001b[2m");

    private final String begin;

    Tone(String begin) {
      this.begin = begin;
    }

    String begin() {
      return begin;
    }
  }

  /// A line without a colour.
  public static Line plain(String text) {
    return new Line(text, Tone.PLAIN);
  }

  /// All of them without colours.
  public static String text(List<Line> lines) {
    return lines.stream().map(Line::text).collect(Collectors.joining(System.lineSeparator()));
  }
}
