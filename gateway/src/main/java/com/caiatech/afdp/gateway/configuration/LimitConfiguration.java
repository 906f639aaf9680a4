package com.caiatech.afdp.gateway.configuration;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.graphmodel.path.SearchBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How much one request may ask, and how many run at once. Each exceeded limit is told by its own
/// name in `extensions.limit`.
///
/// @param maxBodyBytes of a request's body, refused with 413
/// @param maxResponseBytes of an answer; a larger one is not sent
/// @param maxTokens of a document
/// @param maxDepth nested fields of an operation
/// @param maxFields of an operation, those of a fragment counted wherever it is spread
/// @param maxAliases in a document
/// @param maxDirectives in a document
/// @param maxCost of an operation, as its fields are priced and its pages multiplied
/// @param maxNesting of an operation: its fields that look something up, each counted as deep as it
///   lies below others, which is what the database needs to plan it
/// @param maxInputDepth nested objects and lists in the JSON of a request
/// @param queryTimeout for a query, from its start to its answer
/// @param mutationTimeout for a mutation; its effect may still come after it
/// @param digestTimeout for {@link #DIGEST_FIELD}, which reads the whole graph; a query that asks
///   for it may take so much longer than others
/// @param maxPathExpansions relationships that one search for paths looks at; beyond, the answer
///   says where it was cut
/// @param pathTimeout after which one search for paths begins no further layer; beyond, the answer
///   says where it was cut
/// @param maxConcurrent queries and mutations at once
/// @param maxWaiting queries and mutations that wait for their turn, for half of their timeout at
///   most; refused with 503 beyond
/// @param maxStreams subscriptions at once, refused with 503 beyond
/// @param preparedDocuments parsed and validated documents that are kept
/// @param introspection whether the schema may be asked about itself
public record LimitConfiguration(
    int maxBodyBytes,
    int maxResponseBytes,
    int maxTokens,
    int maxDepth,
    int maxFields,
    int maxAliases,
    int maxDirectives,
    int maxCost,
    int maxNesting,
    int maxInputDepth,
    Duration queryTimeout,
    Duration mutationTimeout,
    Duration digestTimeout,
    int maxPathExpansions,
    Duration pathTimeout,
    int maxConcurrent,
    int maxWaiting,
    int maxStreams,
    int preparedDocuments,
    boolean introspection) {
  /// The top-level field that has a time limit of its own.
  public static final String DIGEST_FIELD = "graphDigest";

  public static final LimitConfiguration DEFAULTS =
      new LimitConfiguration(
          256 * 1024,
          16 * 1024 * 1024,
          5_000,
          15,
          1_000,
          50,
          50,
          50_000,
          300,
          32,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(2),
          SearchBudget.STANDARD.expansions(),
          SearchBudget.STANDARD.time(),
          256,
          1_024,
          256,
          512,
          false);

  /// The same, where the schema may be asked about itself.
  public LimitConfiguration introspecting() {
    return new LimitConfiguration(
        maxBodyBytes,
        maxResponseBytes,
        maxTokens,
        maxDepth,
        maxFields,
        maxAliases,
        maxDirectives,
        maxCost,
        maxNesting,
        maxInputDepth,
        queryTimeout,
        mutationTimeout,
        digestTimeout,
        maxPathExpansions,
        pathTimeout,
        maxConcurrent,
        maxWaiting,
        maxStreams,
        preparedDocuments,
        true);
  }

  public LimitConfiguration {
    List<String> problems = new ArrayList<>();
    positive(problems, "maxBodyBytes", maxBodyBytes);
    positive(problems, "maxResponseBytes", maxResponseBytes);
    positive(problems, "maxTokens", maxTokens);
    positive(problems, "maxDepth", maxDepth);
    positive(problems, "maxFields", maxFields);
    positive(problems, "maxCost", maxCost);
    positive(problems, "maxNesting", maxNesting);
    positive(problems, "maxInputDepth", maxInputDepth);
    positive(problems, "maxPathExpansions", maxPathExpansions);
    positive(problems, "pathTimeout (ms)", pathTimeout.toMillis());
    positive(problems, "maxConcurrent", maxConcurrent);
    positive(problems, "maxWaiting + 1", maxWaiting + 1);
    positive(problems, "maxStreams", maxStreams);
    positive(problems, "preparedDocuments", preparedDocuments);
    positive(problems, "maxAliases + 1", maxAliases + 1);
    positive(problems, "maxDirectives + 1", maxDirectives + 1);
    positive(problems, "queryTimeout (ms)", queryTimeout.toMillis());
    positive(problems, "mutationTimeout (ms)", mutationTimeout.toMillis());
    positive(problems, "digestTimeout (ms)", digestTimeout.toMillis());
    if (!problems.isEmpty()) {
      throw new GatewayException.InvalidConfiguration("LimitConfiguration", problems);
    }
  }

  /// The most that any operation may take.
  Duration longest() {
    return Collections.max(List.of(queryTimeout, mutationTimeout, digestTimeout));
  }

  /// What one search for paths may cost.
  public SearchBudget searchBudget() {
    return new SearchBudget(maxPathExpansions, pathTimeout);
  }

  private static void positive(List<String> problems, String name, long found) {
    if (found <= 0) {
      problems.add("limits." + name + ": expected at least 1, found " + found);
    }
  }
}
