package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// What every command takes that steers a running deployment.
final class SteeringOptions {
  @Mixin private final Session session = new Session();

  @Mixin private final DeploymentAndReason asked = new DeploymentAndReason();

  /// Sends the request; it is durable and has had its effect once this returns.
  ///
  /// @param step the step that is meant, null for whichever is under way
  /// @param done what is said then of the deployment
  ExitCode send(String mutation, String inputType, @Nullable Integer step, String done) {
    Map<String, Object> input = asked.input();
    Session.put(input, "step", step);
    try (GatewayClient client = session.client("deployer")) {
      JsonNode outcome =
          client.mutate(
              mutation,
              inputType,
              input,
              "... on DeploymentSteered { deploymentId receipt { path consistencyToken } }");
      Session.awaitProjected(client, outcome);
      session.print(outcome, asked.deployment() + " " + done);
      return ExitCode.DONE;
    }
  }
}
