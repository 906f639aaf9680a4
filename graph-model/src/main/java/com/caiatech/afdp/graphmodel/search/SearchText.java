package com.caiatech.afdp.graphmodel.search;

import com.caiatech.afdp.graphmodel.GraphModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What somebody looks for: words, all of which a text has to have.
///
/// A word is what stands between spaces, or between double quotes. It is a row of runs of letters
/// and digits: `src/main/Foo.java` has the runs `src`, `main`, `Foo` and `java`. A text has the
/// word where the same runs follow each other in it, whole, in whatever case, with whatever but
/// letters and digits between them. The last run of a word that ends in `*` may be the beginning of
/// a run of the text. Nothing of what somebody wrote but letters, digits, dots and underscores gets
/// any further, so it is no query of an index and no regular expression. Digits that a dot or an
/// underscore joins with others, such as the `17` of `2.17.1`, are not found alone: the indexes
/// know them in one piece.
public record SearchText(List<Word> words) {
  /// The most characters of what somebody looks for.
  public static final int MAX_LENGTH = 300;

  /// The most words.
  public static final int MAX_WORDS = 12;

  /// The fewest letters and digits of a run that is a beginning.
  public static final int MIN_BEGINNING = 3;

  private static final Pattern WRITTEN = Pattern.compile("\"([^\"]*)\"?|[^\\s\"]+");
  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
  private static final Pattern DIGIT = Pattern.compile("\\p{N}");
  private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{7,40}");
  private static final Pattern SEPARATING = Pattern.compile("[^\\p{L}\\p{N}._]+");
  private static final String BETWEEN = "[^\\p{L}\\p{N}]+";

  public SearchText {
    words = List.copyOf(words);
  }

  /// Runs of letters and digits that follow each other.
  ///
  /// @param joined the runs, where a dot or an underscore joins them in one piece
  /// @param beginning whether the last one may go on
  public record Word(List<String> runs, List<String> joined, boolean beginning) {
    public Word {
      runs = List.copyOf(runs);
      joined = List.copyOf(joined);
    }

    private boolean hasDigits() {
      return runs.stream().anyMatch(run -> DIGIT.matcher(run).find());
    }

    /// A regular expression of the texts that have it.
    private String pattern() {
      return "(?isu).*(?<![\\p{L}\\p{N}])"
          + String.join(BETWEEN, runs)
          + (beginning ? "" : "(?![\\p{L}\\p{N}])")
          + ".*";
    }

    private int length() {
      return String.join(" ", runs).length();
    }

    /// The word as an index is asked that knows letters alone; empty where it has none.
    private String letters() {
      List<String> letters =
          runs.stream()
              .flatMap(run -> LETTERS.matcher(run).results().map(MatchResult::group))
              .toList();
      return asked(letters, !letters.isEmpty() && runs.getLast().endsWith(letters.getLast()));
    }

    /// The word as an index is asked that knows letters and digits.
    private String whole() {
      return asked(joined, true);
    }

    private String asked(List<String> parts, boolean ends) {
      boolean goesOn = beginning && ends;
      List<String> whole = goesOn ? parts.subList(0, parts.size() - 1) : parts;
      String asked = whole.isEmpty() ? "" : "+\"" + String.join(" ", whole) + "\" ";
      boolean known = goesOn && parts.getLast().length() >= MIN_BEGINNING;
      return known ? asked + "+" + parts.getLast() + "* " : asked;
    }
  }

  /// Reads what somebody wrote.
  ///
  /// @param argument for messages
  /// @throws GraphModelException.InvalidArgument when it has no words, or more than are looked for
  public static SearchText of(String argument, String text) {
    if (text.length() > MAX_LENGTH) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected at most %d characters, found %d"
              .formatted(argument, MAX_LENGTH, text.length()));
    }
    List<Word> words = new ArrayList<>();
    Matcher written = WRITTEN.matcher(text);
    while (written.find()) {
      word(argument, Optional.ofNullable(written.group(1)).orElseGet(written::group))
          .ifPresent(words::add);
    }
    if (words.isEmpty() || words.size() > MAX_WORDS) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected 1 to %d words of letters and digits, found %d"
              .formatted(argument, MAX_WORDS, words.size()));
    }
    return new SearchText(words);
  }

  private static Optional<Word> word(String argument, String written) {
    List<String> runs = RUN.matcher(written).results().map(MatchResult::group).toList();
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    boolean beginning = written.endsWith(runs.getLast() + "*");
    int begin = written.indexOf(runs.getFirst());
    int end = written.lastIndexOf(runs.getLast()) + runs.getLast().length();
    List<String> joined = SEPARATING.splitAsStream(written.substring(begin, end)).toList();
    if (beginning && joined.getLast().length() < MIN_BEGINNING) {
      throw new GraphModelException.InvalidArgument(
          "%s: expected at least %d letters or digits before '*', found '%s'"
              .formatted(argument, MIN_BEGINNING, joined.getLast()));
    }
    return Optional.of(new Word(runs, joined, beginning));
  }

  /// What a statement needs of it: `letters`, `numbers` and `names` to ask the indexes by, each
  /// null where such an index has nothing to say; `patterns` of texts, each of which has to match;
  /// the `length` of the words in characters, `first`, the run to show, and `shas`, the beginnings
  /// of ids of commits.
  public Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put(SearchIndex.Way.LETTERS.key(), asked(words, Word::letters));
    parameters.put(
        SearchIndex.Way.NUMBERS.key(),
        asked(words.stream().filter(Word::hasDigits).toList(), Word::whole));
    parameters.put(SearchIndex.Way.NAMES.key(), asked(words, Word::whole));
    parameters.put("patterns", words.stream().map(Word::pattern).toList());
    parameters.put("length", words.stream().mapToInt(Word::length).sum());
    parameters.put("first", words.getFirst().runs().getFirst().toLowerCase(Locale.ROOT));
    parameters.put("shas", commitIds());
    return parameters;
  }

  private static @Nullable String asked(List<Word> words, Function<Word, String> asked) {
    String all = words.stream().map(asked).collect(Collectors.joining()).strip();
    return all.isEmpty() ? null : all;
  }

  /// The word where it is the only one and may be the beginning of a commit's id.
  private List<String> commitIds() {
    String run = words.getFirst().runs().getFirst().toLowerCase(Locale.ROOT);
    boolean alone = words.size() == 1 && words.getFirst().runs().size() == 1;
    return alone && COMMIT_ID.matcher(run).matches() ? List.of(run) : List.of();
  }
}
