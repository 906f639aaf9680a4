package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Following;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.Terminal;
import com.fasterxml.jackson.databind.JsonNode;

/// What a command prints once a deployment or rollback was started.
final class Started {
  /// What to select of the outcome.
  static final String SELECTION =
      "... on DeploymentStarted { deploymentId position behind receipt { path consistencyToken } }";

  private Started() {}

  /// Prints the outcome, and follows the deployment to its end where that is wanted.
  ///
  /// @return the exit code
  static int report(Session session, GatewayClient client, JsonNode outcome, boolean wait) {
    String id = outcome.path("deploymentId").asText();
    if (!outcome.path("behind").isNull()) {
      Terminal.progress(
          "queued behind "
              + outcome.path("behind").asText()
              + ", position "
              + outcome.path("position").asInt());
    }
    if (!wait) {
      Session.awaitProjected(client, outcome);
      Terminal.progress("follow it with: afdp status " + id);
      session.print(outcome, id);
      return 0;
    }
    JsonNode ended = Following.toTheEnd(client, id);
    String status = ended.path("status").asText();
    session.print(
        ended,
        id
            + " "
            + status
            + (ended.path("reason").isNull() ? "" : ": " + ended.path("reason").asText()));
    if (status.equals("FAILED")) {
      Terminal.progress("what it printed, where it ran: " + LogsCommand.line(ended));
    }
    return status.equals("SUCCEEDED") ? 0 : 1;
  }
}
