package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Severity;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reports an incident, and with --caused-by or --caused-by-report its cause.
@Command(
    name = "incident",
    description = "Reports an incident, and with --caused-by or --caused-by-report its cause.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp incident \"checkout answers 500\" --service checkout --environment production --component src/cart",
      "  afdp incident \"cart is slow\" --service cart --caused-by-report 01890a5d-ac96-774b-bcce-b302099a8057"
    })
public final class IncidentCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @Parameters(index = "0", paramLabel = "TITLE", description = "What is wrong, in a few words.")
  private String title = "";

  @Option(names = "--service", required = true, description = "An affected service; repeatable.")
  private List<ServiceName> services = List.of();

  @Nullable
  @Option(names = "--environment", description = "The failing environment.")
  private EnvironmentName environment;

  @Option(
      names = "--severity",
      defaultValue = "sev2",
      description = "sev1 (worst) to sev4; default: ${DEFAULT-VALUE}.")
  private Severity severity = Severity.SEV2;

  @Option(names = "--component", description = "A path prefix that seems at fault; repeatable.")
  private List<String> components = List.of();

  @Nullable
  @Option(names = "--description", description = "More about it; stored sealed.")
  private String description;

  @Nullable
  @Option(names = "--detected-at", description = "RFC 3339 with milliseconds; default: now.")
  private String detectedAt;

  @Nullable
  @ArgGroup(exclusive = true)
  private Cause cause;

  /// What caused it.
  static final class Cause {
    @Nullable
    @Option(
        names = "--caused-by",
        paramLabel = "DEPLOYMENT",
        description = "The deployment that caused it.")
    private DeploymentId deployment;

    @Nullable
    @Option(
        names = "--caused-by-report",
        paramLabel = "REPORT",
        description =
            "The deployment by another deployer that caused it: the id that afdp report printed.")
    private SubjectId report;

    Map<String, String> named() {
      return deployment == null
          ? Map.of("reportId", String.valueOf(report))
          : Map.of("deploymentId", deployment.value());
    }
  }

  @Override
  public ExitCode call() {
    try (GatewayClient client = session.client("incident-manager")) {
      Map<String, Object> input = new HashMap<>();
      input.put("id", Session.newId());
      input.put("severity", severity.name());
      input.put("title", title);
      input.put("services", services.stream().map(ServiceName::value).toList());
      input.put("components", components);
      Session.put(input, "environment", environment);
      Session.put(input, "description", description);
      Session.put(input, "detectedAt", detectedAt);
      JsonNode outcome =
          client.mutate(
              "reportIncident",
              "ReportIncidentInput",
              input,
              "... on IncidentReported { incidentId receipt { path consistencyToken } }");
      String incident = outcome.path("incidentId").asText();
      Session.awaitProjected(client, cause == null ? outcome : link(client, incident, cause));
      session.print(outcome, incident);
      return ExitCode.DONE;
    }
  }

  private static JsonNode link(GatewayClient client, String incident, Cause cause) {
    Map<String, String> input = new HashMap<>(cause.named());
    input.put("id", Session.newId());
    input.put("incidentId", incident);
    return client.mutate(
        "linkIncident",
        "LinkIncidentInput",
        input,
        "... on IncidentLinked { incidentId receipt { consistencyToken } }");
  }
}
