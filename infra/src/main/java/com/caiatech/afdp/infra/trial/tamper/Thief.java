package com.caiatech.afdp.infra.trial.tamper;

/// What a thief has, beside a look at everything.
enum Thief {
  /// May push anything to the ledgers' host.
  PUSH("push access to the ledgers"),
  /// Signs ledger commits as the worker does, and may push them.
  WORKER_KEY("the worker's key"),
  /// States intents of people as the gateway does, and may push.
  GATEWAY_KEY("the gateway's key"),
  /// Both keys, and may push.
  BOTH_KEYS("both keys"),
  /// Writes to the graph.
  GRAPH_PASSWORD("the graph's password"),
  /// Talks to Temporal.
  TEMPORAL("Temporal's address");

  private final String words;

  Thief(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
