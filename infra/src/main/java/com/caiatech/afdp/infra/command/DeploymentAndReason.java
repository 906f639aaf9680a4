package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The deployment that somebody wants something of, and why.
final class DeploymentAndReason {
  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "The deployment's id.")
  private DeploymentId deployment;

  @Nullable
  @Option(names = "--reason", description = "Short text in clear, kept in the record.")
  private String reason;

  DeploymentId deployment() {
    return deployment;
  }

  /// The input of a new mutation about it.
  Map<String, Object> input() {
    Map<String, Object> input = new HashMap<>();
    input.put("id", Session.newId());
    input.put("deploymentId", deployment.value());
    Session.put(input, "reason", reason);
    return input;
  }
}
