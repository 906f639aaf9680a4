package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.graphmodel.path.SearchBudget;
import java.time.Duration;

/// How queries are run.
///
/// @param database the database's name; naming it saves the driver a round trip
/// @param timeout after which the server ends a statement
/// @param tokenWait how long a query waits for the projection to reach its consistency tokens
/// @param fetchSize records that the server sends at a time
/// @param search what one search for paths may cost
public record QuerySettings(
    String database, Duration timeout, Duration tokenWait, int fetchSize, SearchBudget search) {
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

  /// Searches within the standard budget.
  public QuerySettings(String database, Duration timeout, Duration tokenWait, int fetchSize) {
    this(database, timeout, tokenWait, fetchSize, SearchBudget.STANDARD);
  }

  /// The same with another budget of searches.
  public QuerySettings with(SearchBudget budget) {
    return new QuerySettings(database, timeout, tokenWait, fetchSize, budget);
  }

  /// The same with another time for a statement.
  public QuerySettings within(Duration time) {
    return new QuerySettings(database, time, tokenWait, fetchSize, search);
  }

  /// Database `neo4j`, 8 s a statement, 5 s for a token, 1000 records at a time.
  public static QuerySettings standard() {
    return new QuerySettings("neo4j", Duration.ofSeconds(8), Duration.ofSeconds(5), 1000);
  }
}
