package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every decision about a deployment's plan says.
final class DecisionOptions {
  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "The deployment's id.")
  private DeploymentId deployment;

  @Nullable
  @Option(names = "--reason", description = "Short text in clear, kept in the record.")
  private String reason;

  @Nullable
  @Option(
      names = "--plan",
      paramLabel = "SHA256",
      description = "The plan digest to decide on; default: the one that is shown.")
  private Sha256 plan;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask, as scripts want it.")
  private boolean yes;

  DeploymentId deployment() {
    return deployment;
  }

  @Nullable String reason() {
    return reason;
  }

  @Nullable Sha256 plan() {
    return plan;
  }

  boolean yes() {
    return yes;
  }
}
