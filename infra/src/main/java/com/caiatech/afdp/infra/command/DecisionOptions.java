package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every decision about a deployment's plan says.
final class DecisionOptions {
  @Mixin private final DeploymentAndReason asked = new DeploymentAndReason();

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
    return asked.deployment();
  }

  /// The input of the mutation, but for the plan.
  Map<String, Object> input() {
    return asked.input();
  }

  @Nullable Sha256 plan() {
    return plan;
  }

  boolean yes() {
    return yes;
  }
}
