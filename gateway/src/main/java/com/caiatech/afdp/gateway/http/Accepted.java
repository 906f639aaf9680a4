package com.caiatech.afdp.gateway.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a client accepts (RFC 9110, section 12.5.1). Nothing said, or only a wildcard, means
/// `application/json`, as GraphQL over HTTP demands of a server that also serves older clients; an
/// event stream is only given to who names it.
final class Accepted {
  private static final int MAX_RANGES = 32;

  private final List<Range> ranges;

  private record Range(String type, String subtype, double quality) {
    int specificity(ReplyType reply) {
      if (type.equals(reply.type()) && subtype.equals(reply.subtype())) {
        return 3;
      }
      if (reply == ReplyType.EVENT_STREAM) {
        return 0;
      }
      if (type.equals(reply.type()) && subtype.equals("*")) {
        return 2;
      }
      return type.equals("*") && subtype.equals("*") ? 1 : 0;
    }
  }

  private record Candidate(ReplyType reply, int specificity, double quality) {}

  private Accepted(List<Range> ranges) {
    this.ranges = ranges;
  }

  /// @param headers the values of all `Accept` headers
  static Accepted of(List<String> headers) {
    List<Range> ranges = new ArrayList<>();
    for (String header : headers) {
      for (String element : header.split(",", MAX_RANGES)) {
        parse(element).ifPresent(ranges::add);
      }
    }
    if (headers.isEmpty()) {
      ranges.add(new Range("*", "*", 1));
    }
    return new Accepted(List.copyOf(ranges));
  }

  /// The type to answer with; empty when none of ours is accepted (406).
  Optional<ReplyType> preferred() {
    List<Candidate> candidates = new ArrayList<>();
    for (ReplyType reply : ReplyType.values()) {
      candidate(reply).filter(it -> it.quality() > 0).ifPresent(candidates::add);
    }
    return candidates.stream()
        .max(
            Comparator.comparingDouble(Candidate::quality)
                .thenComparingInt(Candidate::specificity)
                .thenComparingInt(Accepted::rank))
        .map(Candidate::reply);
  }

  /// Whether the client takes that type at all.
  boolean takes(ReplyType reply) {
    return candidate(reply).filter(it -> it.quality() > 0).isPresent();
  }

  private Optional<Candidate> candidate(ReplyType reply) {
    return ranges.stream()
        .filter(range -> range.specificity(reply) > 0)
        .max(
            Comparator.comparingInt((Range range) -> range.specificity(reply))
                .thenComparingDouble(Range::quality))
        .map(range -> new Candidate(reply, range.specificity(reply), range.quality()));
  }

  private static int rank(Candidate candidate) {
    boolean named = candidate.specificity() == 3;
    return switch (candidate.reply()) {
      case GRAPHQL_RESPONSE -> named ? 2 : 0;
      case JSON -> 1;
      case EVENT_STREAM -> 0;
    };
  }

  private static Optional<Range> parse(String element) {
    String[] parts = element.strip().toLowerCase(Locale.ROOT).split(";", -1);
    int slash = parts[0].indexOf('/');
    if (slash <= 0) {
      return Optional.empty();
    }
    double quality = 1;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        quality = quality(parameter.substring(2));
      } else if (parameter.startsWith("charset=") && !isUtf8(parameter.substring(8))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Range(
            parts[0].substring(0, slash).strip(), parts[0].substring(slash + 1).strip(), quality));
  }

  private static double quality(String text) {
    return text.matches("(0(\\.\\d{0,3})?|1(\\.0{0,3})?)") ? Double.parseDouble(text) : 0;
  }

  /// Whether a `charset` parameter, quoted or not, names UTF-8.
  static boolean isUtf8(String charset) {
    String name = charset.strip().replace("\"", "");
    return name.equalsIgnoreCase("utf-8") || name.equalsIgnoreCase("utf8");
  }
}
