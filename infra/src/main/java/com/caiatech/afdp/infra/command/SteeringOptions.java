package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command takes that steers a running deployment.
final class SteeringOptions {
  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "The deployment's id.")
  private DeploymentId deployment;

  @Nullable
  @Option(names = "--reason", description = "Short text in clear, kept in the record.")
  private String reason;

  /// Sends the request; it is durable and has had its effect once this returns.
  ///
  /// @param step the step that is meant, null for whichever is under way
  /// @param done what is said then of the deployment
  ExitCode send(String mutation, String inputType, @Nullable Integer step, String done) {
    Map<String, Object> input = new HashMap<>();
    input.put("id", Session.newId());
    input.put("deploymentId", deployment.value());
    Session.put(input, "step", step);
    Session.put(input, "reason", reason);
    try (GatewayClient client = session.client("deployer")) {
      JsonNode outcome =
          client.mutate(
              mutation,
              inputType,
              input,
              "... on DeploymentSteered { deploymentId receipt { path consistencyToken } }");
      Session.awaitProjected(client, outcome);
      session.print(outcome, deployment + " " + done);
      return ExitCode.DONE;
    }
  }
}
