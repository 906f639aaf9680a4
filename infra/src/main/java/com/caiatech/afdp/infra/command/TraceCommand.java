package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.TraceReport;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Walks from an incident to the commits that may have caused it, with evidence on every hop.
@Command(
    name = "trace",
    description =
        "Walks from an incident to the commits that may have caused it, with evidence on every hop.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp trace 01890a5d-ac96-774b-bcce-b302099a8057",
      "  afdp trace 01890a5d-ac96-774b-bcce-b302099a8057 --json"
    })
public final class TraceCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "INCIDENT", description = "The incident's id.")
  private IncidentId incident;

  @Option(
      names = "--first",
      defaultValue = "5",
      description = "How many suspects; default: ${DEFAULT-VALUE}.")
  private int first = 5;

  @Override
  public ExitCode call() {
    try (GatewayClient client = session.client("incident-manager")) {
      JsonNode found =
          client
              .query(TraceReport.QUERY, Map.of("id", incident.value(), "first", first))
              .path("incident");
      if (found.isNull()) {
        throw new InfraException.Refused("no incident " + incident + " is in the graph");
      }
      session.print(found, TraceReport.of(found));
      return ExitCode.DONE;
    }
  }
}
