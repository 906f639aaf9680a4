package com.caiatech.afdp.lambdas.commit;

import java.util.ArrayList;
import java.util.List;

/// The trailers of a message: those that `git log --format=%(trailers:only,unfold)` shows where
/// nothing is configured, found by the rules of git-interpret-trailers(1).
///
/// Trailers stand in the last paragraph, apart from comments, scissors and a list of conflicts
/// after it, and never in the first. All its lines are trailers or go on with one, or at least a
/// quarter of them is and one was written by Git.
final class Trailers {
  private static final String COMMENT = "#";
  private static final String SCISSORS = "# ------------------------ >8 ------------------------";
  private static final List<String> WRITTEN_BY_GIT =
      List.of("Signed-off-by: ", "(cherry picked from commit ");

  private final List<String> lines;

  private Trailers(List<String> lines) {
    this.lines = lines;
  }

  /// One trailer, its value on one line.
  record Trailer(String key, String value) {}

  /// The trailers in their order.
  ///
  /// @param message from the subject on
  static List<Trailer> of(String message) {
    Trailers found = new Trailers(linesOf(message));
    return found.read(found.start());
  }

  /// The lines that may hold trailers: without what Git leaves out at the end.
  private static List<String> linesOf(String message) {
    List<String> all = new ArrayList<>(List.of(message.split("\n", -1)));
    boolean ended = all.getLast().isEmpty();
    if (ended) {
      all.removeLast(); // the end of the last line is no line
    }
    int scissors = all.indexOf(SCISSORS);
    boolean cut = scissors >= 0 && (ended || scissors < all.size() - 1);
    List<String> before = cut ? all.subList(0, scissors) : all;
    int ignored = ignoredFrom(before, ended || cut);
    return before.subList(0, ignored);
  }

  /// Where the comments, empty lines and conflicts at the end begin. As in Git the first line is
  /// never the first of them.
  private static int ignoredFrom(List<String> lines, boolean ended) {
    int from = 0;
    boolean conflicts = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean lineFeed = ended || i < lines.size() - 1;
      if (line.startsWith(COMMENT) || line.isEmpty()) {
        from = from == 0 ? i : from;
      } else if (line.equals("Conflicts:") && lineFeed) {
        conflicts = true;
        from = from == 0 ? i : from;
      } else if (!(conflicts && line.startsWith("\t"))) {
        conflicts = from == 0 && conflicts;
        from = 0;
      }
    }
    return from == 0 ? lines.size() : from;
  }

  /// The first line of the block of trailers, or the number of lines where there is none.
  private int start() {
    int title = 0;
    while (title < lines.size()
        && (lines.get(title).startsWith(COMMENT) || !Spaces.isBlank(lines.get(title)))) {
      title++;
    }
    Tally tally = new Tally();
    boolean begun = false;
    for (int i = lines.size() - 1; i >= title; i--) {
      String line = lines.get(i);
      if (line.startsWith(COMMENT)) {
        tally.goOnWithNothing();
      } else if (!Spaces.isBlank(line)) {
        begun = true;
        tally.add(line);
      } else if (begun) {
        return tally.isBlock() ? i + 1 : lines.size();
      }
    }
    return lines.size();
  }

  private List<Trailer> read(int start) {
    List<StringBuilder> items = new ArrayList<>();
    boolean goesOn = false;
    for (String line : lines.subList(start, lines.size())) {
      if (goesOn && (line.isEmpty() || Spaces.isSpace(line.charAt(0)))) {
        items.getLast().append('\n').append(line);
      } else {
        items.add(new StringBuilder(line));
        goesOn = separator(line) >= 1;
      }
    }
    return items.stream()
        .map(StringBuilder::toString)
        .filter(item -> separator(item) >= 1)
        .map(Trailers::trailer)
        .toList();
  }

  private static Trailer trailer(String item) {
    int colon = separator(item);
    String key = Spaces.trim(item.substring(0, colon));
    return new Trailer(key, unfold(Spaces.trim(item.substring(colon + 1))));
  }

  private static String unfold(String value) {
    StringBuilder unfolded = new StringBuilder();
    int i = 0;
    while (i < value.length()) {
      char character = value.charAt(i++);
      if (character == '\n') {
        while (i < value.length() && Spaces.isSpace(value.charAt(i))) {
          i++;
        }
        unfolded.append(' ');
      } else {
        unfolded.append(character);
      }
    }
    return unfolded.toString();
  }

  /// Where the colon after a key is; -1 where the line does not begin with a key.
  private static int separator(String line) {
    boolean spaces = false;
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (character == ':') {
        return i;
      } else if (spaces || !isKey(character)) {
        if (i == 0 || (character != ' ' && character != '\t')) {
          return -1;
        }
        spaces = true;
      }
    }
    return -1;
  }

  private static boolean isKey(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '-';
  }

  /// Counts the lines of a paragraph from its end.
  private static final class Tally {
    private int trailers;
    private int others;
    private int continuations;
    private boolean writtenByGit;

    void add(String line) {
      boolean known = WRITTEN_BY_GIT.stream().anyMatch(line::startsWith);
      if (known || (separator(line) >= 1 && !Spaces.isSpace(line.charAt(0)))) {
        trailers++;
        continuations = 0;
        writtenByGit |= known;
      } else if (Spaces.isSpace(line.charAt(0))) {
        continuations++;
      } else {
        others++;
        goOnWithNothing();
      }
    }

    /// What seemed to go on with a trailer goes on with none.
    void goOnWithNothing() {
      others += continuations;
      continuations = 0;
    }

    boolean isBlock() {
      goOnWithNothing();
      return (writtenByGit && trailers * 3L >= others) || (trailers > 0 && others == 0);
    }
  }
}
