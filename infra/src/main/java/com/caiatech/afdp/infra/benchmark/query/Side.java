package com.caiatech.afdp.infra.benchmark.query;

import java.io.IOException;
import java.util.Map;

/// One who answers the questions.
interface Side extends AutoCloseable {
  /// For the report.
  String name();

  /// Whether the question can be asked in its language.
  boolean knows(Question question);

  /// Asks, reads the answer whole, and says how many items it has.
  int ask(Question question, Map<String, Object> subject) throws IOException;

  /// The processor time of the process that answers, in nanoseconds; 0 where there is none between
  /// the caller and the database.
  long cpuNanos();

  @Override
  void close() throws IOException;
}
