package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Following;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.Patience;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Starts a deployment or rollback, and follows it to its end where that is wanted.
final class Started {
  /// What makes safe and is not recorded yet.
  static final String ACTING = " ... on DeploymentActing { deploymentId unrecorded behind }";

  private static final String SELECTION =
      "... on DeploymentStarted { deploymentId position behind receipt { path consistencyToken } }"
          + ACTING;

  private Started() {}

  /// Sends the mutation and prints the outcome.
  ///
  /// @param input with the id, under which it may be sent again
  static ExitCode by(
      Session session,
      String mutation,
      String inputType,
      Map<String, Object> input,
      WaitOptions waiting) {
    String id = String.valueOf(input.get("id"));
    Optional<Patience> patience = waiting.patience(id);
    try (GatewayClient client = session.client("deployer")) {
      Supplier<JsonNode> start = () -> client.mutate(mutation, inputType, input, SELECTION);
      if (patience.isPresent()) {
        return follow(session, client, id, start, patience.get());
      }
      JsonNode outcome = start.get();
      tell(outcome);
      Session.awaitProjected(client, outcome);
      Terminal.progress("follow it with: afdp get --watch " + id);
      session.print(outcome, id);
      return ExitCode.DONE;
    }
  }

  private static ExitCode follow(
      Session session,
      GatewayClient client,
      String id,
      Supplier<JsonNode> start,
      Patience patience) {
    tell(patience.answered(start));
    JsonNode ended;
    try (InterruptNote _ = InterruptNote.of(patience.whatGoesOn())) {
      ended = Following.toTheEnd(client, id, patience);
    }
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
    return ExitCode.of(DeploymentStatus.valueOf(status));
  }

  /// Says what is done and not recorded yet, where there is such.
  static void tellUnrecorded(JsonNode outcome) {
    if (outcome.has("unrecorded")) {
      Terminal.progress(unrecorded(outcome));
    }
  }

  private static String unrecorded(JsonNode outcome) {
    return outcome.hasNonNull("behind")
        ? "it acts once deployment %s, which is before it, gives way; its ledger will be told later: %s"
            .formatted(outcome.path("behind").asText(), outcome.path("unrecorded"))
        : "it goes back; its ledger does not take that now, and will be told later: "
            + outcome.path("unrecorded");
  }

  private static void tell(JsonNode outcome) {
    tellUnrecorded(outcome);
    if (outcome.hasNonNull("position") && outcome.hasNonNull("behind")) {
      Terminal.progress(
          "queued behind "
              + outcome.path("behind").asText()
              + ", position "
              + outcome.path("position").asInt());
    }
  }
}
