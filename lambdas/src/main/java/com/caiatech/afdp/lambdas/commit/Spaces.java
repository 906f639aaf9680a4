package com.caiatech.afdp.lambdas.commit;

/// White space as Git understands it: four characters of ASCII, whatever the language.
final class Spaces {
  private Spaces() {}

  static boolean isSpace(char character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r';
  }

  static boolean isBlank(String text) {
    return text.chars().allMatch(it -> isSpace((char) it));
  }

  static String trim(String text) {
    return trimEnd(text.substring(start(text)));
  }

  static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static int start(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }
}
