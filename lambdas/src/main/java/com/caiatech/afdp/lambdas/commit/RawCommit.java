package com.caiatech.afdp.lambdas.commit;

import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the parts of a commit object lie in its bytes.
///
/// As for Git, text ends at the first zero byte, lines that hold nothing but white space are blank,
/// and of several author lines the last counts. Text is read in the encoding that the commit names,
/// where it is known here and keeps ASCII; else as UTF-8; where the bytes are neither, as
/// ISO-8859-1.
final class RawCommit {
  /// The most bytes of a message that are read as text.
  private static final int MOST_TEXT = 1 << 20;

  private static final byte[] LINE_FEED = {'\n'};

  private final byte[] raw;
  private final int end;
  private final Charset charset;
  private final int subjectStart;
  private final int subjectEnd;
  private final int bodyStart;

  RawCommit(byte[] raw) {
    this.raw = raw;
    int zero = 0;
    while (zero < raw.length && raw[zero] != 0) {
      zero++;
    }
    end = zero;
    int encoding = header("encoding ", true);
    charset = encoding < 0 ? StandardCharsets.UTF_8 : named(line(encoding));
    subjectStart = skipBlank(endOfHeaders());
    int line = subjectStart;
    while (line < end && !isBlank(line)) {
      line = next(line);
    }
    subjectEnd = line;
    bodyStart = skipBlank(line);
  }

  /// The author line; null where there is none.
  @Nullable String author() {
    return value("author ");
  }

  /// The committer line; null where there is none.
  @Nullable String committer() {
    return value("committer ");
  }

  /// The first paragraph, lines as they are.
  String subject() {
    return text(subjectStart, subjectEnd);
  }

  /// The whole message from the subject on; empty where it is longer than any message that people
  /// write, for a part of it would be read as something else.
  String message() {
    return end - subjectStart > MOST_TEXT ? "" : text(subjectStart, end);
  }

  /// What follows the subject; empty where the message is.
  String body() {
    return end - subjectStart > MOST_TEXT ? "" : text(bodyStart, end);
  }

  /// The digest of all bytes from the first line that is not blank after the subject's paragraph to
  /// the end of the object, whatever they are; null where there is no such line.
  @Nullable Sha256 bodySha256() {
    if (bodyStart == end) {
      return null;
    }
    MessageDigest digest = Sha256.newDigest();
    digest.update(raw, bodyStart, raw.length - bodyStart);
    return Sha256.ofDigest(digest.digest());
  }

  private @Nullable String value(String name) {
    int start = header(name, false);
    return start < 0 ? null : text(start, endOfLine(start));
  }

  /// Where the value of a header begins; -1 where there is none.
  private int header(String name, boolean first) {
    byte[] prefix = name.getBytes(StandardCharsets.US_ASCII);
    int found = -1;
    for (int line = 0; line < end && raw[line] != '\n'; line = next(line)) {
      int value = line + prefix.length;
      if (value <= end && Arrays.equals(raw, line, value, prefix, 0, prefix.length)) {
        found = value;
        if (first) {
          return found;
        }
      }
    }
    return found;
  }

  private String line(int start) {
    return new String(raw, start, endOfLine(start) - start, StandardCharsets.US_ASCII);
  }

  private int endOfHeaders() {
    int line = 0;
    while (line < end && raw[line] != '\n') {
      line = next(line);
    }
    return line;
  }

  private int endOfLine(int line) {
    int at = line;
    while (at < end && raw[at] != '\n') {
      at++;
    }
    return at;
  }

  private int next(int line) {
    return Math.min(endOfLine(line) + 1, end);
  }

  private int skipBlank(int from) {
    int line = from;
    while (line < end && isBlank(line)) {
      line = next(line);
    }
    return line;
  }

  private boolean isBlank(int line) {
    for (int at = line; at < end && raw[at] != '\n'; at++) {
      if (!Spaces.isSpace((char) raw[at])) {
        return false;
      }
    }
    return true;
  }

  private String text(int from, int to) {
    int until = Math.min(to, from + MOST_TEXT);
    if (until < to) {
      return new String(raw, from, until - from, charset); // where it is cut is never shown
    }
    String declared = strictly(charset, from, until);
    String found =
        declared == null && !charset.equals(StandardCharsets.UTF_8)
            ? strictly(StandardCharsets.UTF_8, from, until)
            : declared;
    return found == null ? new String(raw, from, until - from, StandardCharsets.ISO_8859_1) : found;
  }

  private @Nullable String strictly(Charset encoding, int from, int to) {
    try {
      return encoding.newDecoder().decode(ByteBuffer.wrap(raw, from, to - from)).toString();
    } catch (CharacterCodingException other) {
      return null;
    }
  }

  private static Charset named(String name) {
    try {
      Charset found = Charset.forName(name.strip());
      return found.canEncode() && Arrays.equals("\n".getBytes(found), LINE_FEED)
          ? found
          : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}
