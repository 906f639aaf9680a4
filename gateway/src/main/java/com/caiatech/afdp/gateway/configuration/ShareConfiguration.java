package com.caiatech.afdp.gateway.configuration;

import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.load.FairCapacity;
import java.util.ArrayList;
import java.util.List;

/// How much of the gateway one principal may have while others want some.
///
/// @param maxConcurrent queries and mutations at once
/// @param maxWaiting queries and mutations that wait for their turn; refused with 503 beyond
/// @param maxStatements statements to the graph at once; more wait for their turn
/// @param maxStreams subscriptions at once, refused with 503 beyond
/// @param costPerSecond the cost of queries and mutations that comes back in a second
/// @param costBurst the cost that can be asked for at once; refused with 503 beyond
public record ShareConfiguration(
    int maxConcurrent,
    int maxWaiting,
    int maxStatements,
    int maxStreams,
    int costPerSecond,
    int costBurst) {
  public static final ShareConfiguration DEFAULTS =
      new ShareConfiguration(128, 512, 20, 128, 250_000, 1_000_000);

  public ShareConfiguration {
    List<String> problems = new ArrayList<>();
    positive(problems, "maxConcurrent", maxConcurrent);
    positive(problems, "maxWaiting + 1", maxWaiting + 1);
    positive(problems, "maxStatements", maxStatements);
    positive(problems, "maxStreams", maxStreams);
    positive(problems, "costPerSecond", costPerSecond);
    positive(problems, "costBurst", costBurst);
    if (!problems.isEmpty()) {
      throw new GatewayException.InvalidConfiguration("ShareConfiguration", problems);
    }
  }

  /// What runs and waits, in all and of each principal.
  public FairCapacity.Bounds operations(LimitConfiguration limits) {
    return new FairCapacity.Bounds(
        limits.maxConcurrent(), maxConcurrent, limits.maxWaiting(), maxWaiting);
  }

  /// The streams that are open; none waits.
  public FairCapacity.Bounds streams(LimitConfiguration limits) {
    return new FairCapacity.Bounds(limits.maxStreams(), maxStreams, 0, 0);
  }

  private static void positive(List<String> problems, String name, long found) {
    if (found <= 0) {
      problems.add("share." + name + ": expected at least 1, found " + found);
    }
  }
}
