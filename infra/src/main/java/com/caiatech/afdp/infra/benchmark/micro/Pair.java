package com.caiatech.afdp.infra.benchmark.micro;

import java.util.Locale;
import java.util.regex.Pattern;

/// One of our operations and what it is measured beside: the two methods of one class.
enum Pair {
  /// The strict, bounded parser.
  PARSE(ParseBenchmark.class, "strict parse of a record", "Jackson's readTree of its bytes"),
  /// Everything that reading a record takes: parse, canonical form, schema, id and types.
  DECODE(DecodeBenchmark.class, "decoding of a record", "Jackson's readTree of its bytes"),
  /// Canonical JSON (RFC 8785) and its digest.
  DIGEST(DigestBenchmark.class, "canonical JSON and digest", "SHA-256 of the canonical bytes"),
  /// The verdict on a ledger commit.
  COMMIT(CommitBenchmark.class, "verifying a ledger commit", "Bouncy Castle's Ed25519 of it"),
  /// The root of a Merkle log (RFC 6962).
  MERKLE(MerkleBenchmark.class, "root over 1,024 entries", "SHA-256 of all bytes it hashes"),
  /// The signature of a push.
  WEBHOOK(
      WebhookBenchmark.class,
      "checking an 8 KiB webhook",
      "javax.crypto.Mac of its body, with two secrets");

  private final Class<?> benchmark;
  private final String ours;
  private final String beside;

  Pair(Class<?> benchmark, String ours, String beside) {
    this.benchmark = benchmark;
    this.ours = ours;
    this.beside = beside;
  }

  /// What JMH calls our side.
  String oursName() {
    return benchmark.getName() + ".ours";
  }

  /// What JMH calls the peer or the limit.
  String besideName() {
    return benchmark.getName() + ".beside";
  }

  /// Finds both sides.
  String include() {
    return "^" + Pattern.quote(benchmark.getName()) + "\\.(ours|beside)$";
  }

  /// For people.
  String description() {
    return ours + " beside " + beside;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
