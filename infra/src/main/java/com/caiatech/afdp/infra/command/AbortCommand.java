package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Following;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Stops a deployment and goes back to the healthy side.
@Command(
    name = "abort",
    description = "Stops a deployment and goes back to the healthy side.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp abort 01890a5d-ac96-774b-bcce-b302099a8057 --wait"})
public final class AbortCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @Mixin private final DeploymentAndReason asked = new DeploymentAndReason();

  @Option(names = "--wait", description = "Follow it to its end; exit code 0 when it was aborted.")
  private boolean wait;

  @Override
  public ExitCode call() {
    DeploymentId deployment = asked.deployment();
    try (GatewayClient client = session.client("deployer")) {
      JsonNode outcome =
          client.mutate(
              "abortDeployment",
              "AbortDeploymentInput",
              asked.input(),
              "... on DeploymentAborting { deploymentId receipt { path consistencyToken } }"
                  + Started.ACTING);
      Started.tellUnrecorded(outcome);
      if (!wait) {
        Session.awaitProjected(client, outcome);
        session.print(outcome, deployment + " is going back");
        return ExitCode.DONE;
      }
      JsonNode ended = Following.toTheEnd(client, deployment.value());
      String status = ended.path("status").asText();
      session.print(ended, deployment + " " + status);
      return ExitCode.ofAborted(DeploymentStatus.valueOf(status));
    }
  }
}
