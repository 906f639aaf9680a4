package com.caiatech.afdp.lambdas.commit;

import com.caiatech.afdp.graphmodel.commit.CommitTime;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who did something and when, as an author line, a committer line and `Co-authored-by` say it.
///
/// @param name may be empty
/// @param address an e-mail address; may be empty
/// @param time absent where there is none, or none between the years 1970 and 9999
public record Signature(String name, String address, @Nullable CommitTime time) {
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final int LONGEST_ZONE = 18 * 60;

  /// Seconds and zone after the last `>`, whatever follows them.
  private static final Pattern TIME = Pattern.compile("[ \\t\\r]*([0-9]+)[ \\t\\r]*([+-])([0-9]+)");

  /// Reads a line as Git does: the address ends at the first `>`, the time begins after the last.
  ///
  /// @return null where there is no address in angle brackets
  static @Nullable Signature parse(String line) {
    int open = line.indexOf('<');
    int close = open < 0 ? -1 : line.indexOf('>', open);
    return close < 0
        ? null
        : new Signature(
            line.substring(0, open).strip(),
            line.substring(open + 1, close).strip(),
            time(line.substring(line.lastIndexOf('>') + 1)));
  }

  private static @Nullable CommitTime time(String text) {
    Matcher found = TIME.matcher(text);
    if (!found.lookingAt() || found.group(1).length() > 12) {
      return null;
    }
    long seconds = Long.parseLong(found.group(1));
    return seconds > LATEST
        ? null
        : new CommitTime(Instant.ofEpochSecond(seconds), zone(found.group(2), found.group(3)));
  }

  private static @Nullable String zone(String sign, String digits) {
    if (digits.length() != 4) {
      return null;
    }
    String hours = digits.substring(0, 2);
    String minutes = digits.substring(2);
    int past = Integer.parseInt(minutes);
    int offset = Integer.parseInt(hours) * 60 + past;
    return past > 59 || offset > LONGEST_ZONE
        ? null
        : (offset == 0 ? "+" : sign) + hours + ":" + minutes;
  }
}
