package com.caiatech.afdp.schemas.sealing;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck.Accepted;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Short texts (titles, reasons, comments) that stand in clear, so that they can be searched and
/// learnt from: bounded, without e-mail addresses and telephone numbers, with people mentioned as
/// `@name`.
public final class PlainText {
  /// `git@` is the user of Git over SSH, nobody's address.
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}._%+-])(?!git@)[\\p{L}\\p{N}._%+'-]{1,64}@"
              + "(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62})\\.){1,8}\\p{L}{2,24}",
          Pattern.CASE_INSENSITIVE);

  /// International with `+` or `00`, national with a leading 0, and three-three-four; not digests,
  /// versions, dates, times and addresses of machines.
  private static final List<Pattern> TELEPHONES =
      List.of(
          Pattern.compile("(?<![\\w.+-])\\+\\d(?:[ .()/-]{0,3}\\d){7,14}(?![\\w])"),
          Pattern.compile(
              "(?<![\\w.:/+-])\\(?0\\d{1,5}\\)?[ /-]{1,3}\\d(?:[ /-]?\\d){4,11}(?![\\w:.-])"),
          Pattern.compile("(?<![\\w.:/+-])0[1-9]\\d{7,11}(?![\\w:.-])"),
          Pattern.compile("(?<![\\w.:/+-])00[1-9]\\d{7,13}(?![\\w:.-])"),
          Pattern.compile(
              "(?<![\\w.:/+-])\\(?[2-9]\\d{2}\\)?[ .-]{1,2}\\d{3}[ .-]\\d{4}(?![\\w:.-])"));

  /// A name goes as far as it can; one of more than 64 characters is nobody's.
  private static final Pattern MENTION =
      Pattern.compile(
          "(?<![\\w@./:+-])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)"
              + "(?![._-]*[A-Za-z0-9])");

  private PlainText() {}

  /// Whether the text may stand in clear in the field.
  ///
  /// @param field its name, for the reason of a refusal
  /// @param maxLength in characters (Unicode code points)
  public static PlainTextCheck check(String field, String text, int maxLength) {
    return flaw(text, maxLength)
        .<PlainTextCheck>map(found -> new Refused(field + ": " + found))
        .orElseGet(() -> new Accepted(text));
  }

  /// The names that a text mentions as `@name`, each once, in their order.
  public static List<String> mentions(String text) {
    return MENTION.matcher(text).results().map(found -> found.group(1)).distinct().toList();
  }

  /// The text with each `@name` that is somebody's replaced by `@` and their person id. Other names
  /// stand as they are.
  public static String replaceMentions(String text, Function<String, Optional<PersonId>> people) {
    return MENTION.matcher(text).replaceAll(found -> mention(found, people));
  }

  private static String mention(MatchResult found, Function<String, Optional<PersonId>> people) {
    String replacement =
        people.apply(found.group(1)).map(person -> "@" + person.value()).orElse(found.group());
    return Matcher.quoteReplacement(replacement);
  }

  private static Optional<String> flaw(String text, int maxLength) {
    int length = text.codePointCount(0, text.length());
    if (text.isBlank()) {
      return Optional.of("expected a text, found none");
    }
    if (length > maxLength) {
      return Optional.of(
          "expected at most %d characters, found %d; put longer text where it is sealed"
              .formatted(maxLength, length));
    }
    if (text.codePoints().anyMatch(PlainText::isUnprintable)) {
      return Optional.of(
          "expected text without control characters, marks that turn its direction and unpaired"
              + " surrogates");
    }
    if (EMAIL.matcher(text).find()) {
      return Optional.of(
          "holds an e-mail address, which would stand in clear for ever; mention the person as"
              + " @name instead");
    }
    if (TELEPHONES.stream().anyMatch(pattern -> pattern.matcher(text).find())) {
      return Optional.of(
          "holds a telephone number, which would stand in clear for ever; mention the person as"
              + " @name instead");
    }
    return Optional.empty();
  }

  private static boolean isUnprintable(int codePoint) {
    int type = Character.getType(codePoint);
    return (type == Character.CONTROL && codePoint != '\n' && codePoint != '\t')
        || type == Character.SURROGATE
        || turnsDirection(codePoint);
  }

  /// Embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9): with them a
  /// text reads otherwise than it is.
  private static boolean turnsDirection(int codePoint) {
    return switch (Character.getDirectionality(codePoint)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
          true;
      default -> false;
    };
  }
}
