package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.embedded.TemporalService;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How to start the platform.
///
/// @param ports part to port on 127.0.0.1; parts that are not named take their old or a free one
public record RunnerOptions(
    Path state, Map<String, Integer> ports, TemporalService.Choice temporal) {
  private static final Set<String> PARTS =
      Set.of("gateway", "webhook", "git", "bolt", "temporal", "queue");

  public RunnerOptions {
    ports = Map.copyOf(ports);
    for (String part : ports.keySet()) {
      if (!PARTS.contains(part)) {
        throw new InfraException.WrongUsage(
            "--port: expected one of " + new TreeSet<>(PARTS) + ", found '" + part + "'");
      }
    }
  }

  /// As where nothing is asked for, with the Temporal service in the same process.
  public static RunnerOptions inProcess(Path state) {
    return new RunnerOptions(state, Map.of(), TemporalService.Choice.IN_PROCESS);
  }

  /// The port that was asked for.
  Optional<Integer> port(String part) {
    return Optional.ofNullable(ports.get(part));
  }
}
