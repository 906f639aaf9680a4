package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Following;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.Patience;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Stops a deployment and goes back to the healthy side.
@Command(
    name = "abort",
    description =
        "Stops a deployment and goes back to the healthy side; with --wait, exit code 0 says that it"
            + " was aborted.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp abort 01890a5d-ac96-774b-bcce-b302099a8057 --wait --timeout 15m"})
public final class AbortCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @Mixin private final DeploymentAndReason asked = new DeploymentAndReason();

  @Mixin private final WaitOptions waiting = new WaitOptions();

  @Override
  public ExitCode call() {
    DeploymentId deployment = asked.deployment();
    Optional<Patience> patience = waiting.patience(deployment.value());
    try (GatewayClient client = session.client("deployer")) {
      JsonNode outcome =
          client.mutate(
              "abortDeployment",
              "AbortDeploymentInput",
              asked.input(),
              "... on DeploymentAborting { deploymentId receipt { path consistencyToken } }"
                  + Started.ACTING);
      Started.tellUnrecorded(outcome);
      if (patience.isEmpty()) {
        Session.awaitProjected(client, outcome);
        session.print(outcome, deployment + " is going back");
        return ExitCode.DONE;
      }
      JsonNode ended = Following.toTheEnd(client, deployment.value(), patience.get());
      String status = ended.path("status").asText();
      session.print(ended, deployment + " " + status);
      return ExitCode.ofAborted(DeploymentStatus.valueOf(status));
    }
  }
}
