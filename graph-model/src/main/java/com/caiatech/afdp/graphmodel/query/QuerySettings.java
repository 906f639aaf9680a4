package com.caiatech.afdp.graphmodel.query;

import java.time.Duration;

/// How queries are run.
///
/// @param database the database's name; naming it saves the driver a round trip
/// @param timeout after which the server ends a statement
/// @param tokenWait how long a query waits for the projection to reach its consistency tokens
/// @param fetchSize records that the server sends at a time
public record QuerySettings(String database, Duration timeout, Duration tokenWait, int fetchSize) {
  public QuerySettings {
    if (timeout.isNegative() || timeout.isZero() || tokenWait.isNegative() || fetchSize < 1) {
      throw new IllegalArgumentException(
          "QuerySettings: expected a positive timeout and fetch size and a wait of 0 or more, found "
              + timeout
              + ", "
              + fetchSize
              + ", "
              + tokenWait);
    }
  }

  /// Database `neo4j`, 8 s a statement, 5 s for a token, 1000 records at a time.
  public static QuerySettings standard() {
    return new QuerySettings("neo4j", Duration.ofSeconds(8), Duration.ofSeconds(5), 1000);
  }
}
