package com.caiatech.afdp.graphmodel.search;

import java.util.List;
import java.util.Map;

/// The full-text indexes, as a migration made them. No analyzer that Neo4j has cuts both
/// `PaymentClient.retry` and `ABC-123` into what somebody may look for: `simple` knows letters
/// alone, `standard-no-stop-words` joins letters around a dot. So texts stand in one of each.
enum SearchIndex {
  COMMITS("search_commits", Way.LETTERS),
  NUMBERS_IN_COMMITS("search_numbers_in_commits", Way.NUMBERS),
  FILES("search_files", Way.LETTERS),
  STATEMENTS("search_statements", Way.LETTERS),
  NUMBERS_IN_STATEMENTS("search_numbers_in_statements", Way.NUMBERS),
  NAMES("search_names", Way.NAMES);

  /// What has the texts of the commits.
  static final List<SearchIndex> OF_COMMITS = List.of(COMMITS, NUMBERS_IN_COMMITS);

  /// What has the texts that records state.
  static final List<SearchIndex> OF_STATEMENTS = List.of(STATEMENTS, NUMBERS_IN_STATEMENTS);

  /// How an index is asked.
  enum Way {
    /// By the letters of every word.
    LETTERS("letters"),
    /// By the words that have digits.
    NUMBERS("numbers"),
    /// By every word as it is.
    NAMES("names");

    private final String key;

    Way(String key) {
      this.key = key;
    }

    /// Its key in {@link SearchText#parameters}.
    String key() {
      return key;
    }
  }

  private final String index;
  private final Way way;

  SearchIndex(String index, Way way) {
    this.index = index;
    this.way = way;
  }

  /// Its name and the way to ask it, for a statement.
  Map<String, String> parameters() {
    return Map.of("index", index, "way", way.key());
  }
}
