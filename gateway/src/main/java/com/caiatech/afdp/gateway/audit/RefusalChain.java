package com.caiatech.afdp.gateway.audit;

import com.caiatech.afdp.schemas.id.Sha256;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/// Judges the lines of the log as they come: each has the next number and the SHA-256 of the bytes
/// of the line before, without its line feed; the first has {@link #NOTHING_BEFORE}.
public final class RefusalChain {
  /// What the first line has in place of a digest.
  public static final Sha256 NOTHING_BEFORE = new Sha256("0".repeat(64));

  static final String SEQUENCE = "sequence";
  static final String PREVIOUS = "previous";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Head head;
  private boolean begun;

  private RefusalChain(Head head, boolean begun) {
    this.head = head;
    this.begun = begun;
  }

  /// A line: its number, and the SHA-256 of its bytes. Whoever keeps one can prove later that
  /// nothing up to it was changed or left out.
  ///
  /// @param sequence counts from 1; 0 where there is no line yet
  public record Head(long sequence, Sha256 sha256) {
    static final Head NONE = new Head(0, NOTHING_BEFORE);

    /// Reads what {@link #toString} wrote.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Head parse(String text) {
      int colon = text.indexOf(':');
      if (colon < 1 || colon > 18 || !text.substring(0, colon).chars().allMatch(Head::isDigit)) {
        throw new IllegalArgumentException(
            "expected <number of a line>:<its SHA-256>, found '" + text + "'");
      }
      return new Head(
          Long.parseLong(text.substring(0, colon)), new Sha256(text.substring(colon + 1)));
    }

    private static boolean isDigit(int character) {
      return character >= '0' && character <= '9';
    }

    @Override
    public String toString() {
      return sequence + ":" + sha256.value();
    }
  }

  /// Of all lines from the first that is shown, which may have others before it that were moved
  /// away.
  public static RefusalChain fromWhatIsThere() {
    return new RefusalChain(Head.NONE, false);
  }

  static RefusalChain after(Head head) {
    return new RefusalChain(head, true);
  }

  /// The last line that was taken.
  public Head head() {
    return head;
  }

  /// Takes the next line.
  ///
  /// @param line without its line feed
  /// @return what is wrong with it, after which no further one is judged
  public Optional<String> take(byte[] line) {
    long sequence;
    String previous;
    try {
      JsonNode read = JSON.readTree(line);
      sequence = read.path(SEQUENCE).asLong(-1);
      previous = read.path(PREVIOUS).asText();
    } catch (IOException malformed) {
      return Optional.of("after line %d: expected JSON, found none".formatted(head.sequence));
    }
    boolean follows = begun || sequence == 1;
    if (follows ? sequence != head.sequence + 1 : sequence < 1) {
      return Optional.of(
          "after line %d: expected line %d, found line %d"
              .formatted(head.sequence, head.sequence + 1, sequence));
    }
    if (follows && !previous.equals(head.sha256.value())) {
      return Optional.of(
          "line %d: expected a line before it with the SHA-256 %s, found one with %s"
              .formatted(sequence, previous, head.sha256.value()));
    }
    head = new Head(sequence, Sha256.of(line));
    begun = true;
    return Optional.empty();
  }
}
