package com.caiatech.afdp.schemas;

/// What a message, a reason or a stored text shows of text that others wrote: its beginning, in
/// printable characters on one line.
public final class Excerpt {
  private static final String CUT = "…";

  private Excerpt() {}

  /// The first characters of the text, with `\\u{…}` in place of each that is not printable
  /// (control and formatting characters, line ends, lone surrogates, code points without a
  /// meaning).
  ///
  /// @param longest how many characters the result has at most
  public static String of(String text, int longest) {
    if (text.length() <= longest && isPlain(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(Math.min(text.length(), longest));
    int at = 0;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      String next =
          isPrintable(codePoint) ? Character.toString(codePoint) : "\\u{%x}".formatted(codePoint);
      if (shown.length() + next.length() > longest) {
        int room = Math.max(0, longest - CUT.length());
        shown.setLength(wholeCharacters(shown, Math.min(shown.length(), room)));
        return shown.append(CUT).toString();
      }
      shown.append(next);
      at += Character.charCount(codePoint);
    }
    return shown.toString();
  }

  private static int wholeCharacters(CharSequence text, int length) {
    return length > 0 && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(unit -> unit >= ' ' && unit <= '~');
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
