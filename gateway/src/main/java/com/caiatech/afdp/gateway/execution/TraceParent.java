package com.caiatech.afdp.gateway.execution;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The caller's place in a trace, as the header `traceparent` tells it (W3C Trace Context, section
/// 3.2).
///
/// @param traceId 32 hexadecimal digits, not all zero
/// @param parentId 16 hexadecimal digits, not all zero
public record TraceParent(String traceId, String parentId, boolean sampled) {
  private static final Pattern HEADER =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /// What the header says; empty when it is missing or malformed, which the specification tells to
  /// ignore.
  public static Optional<TraceParent> parse(@Nullable String header) {
    if (header == null || header.length() > 512) {
      return Optional.empty();
    }
    String value = header.strip();
    Matcher matcher = HEADER.matcher(value);
    if (!matcher.matches()
        || (value.startsWith("00") && matcher.group(4) != null)
        || matcher.group(1).matches("0+")
        || matcher.group(2).matches("0+")) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
    return Optional.of(new TraceParent(matcher.group(1), matcher.group(2), sampled));
  }
}
