package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.Severity;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells what has become of an incident.
@Command(
    name = "update-incident",
    description =
        "Tells what has become of an incident; what is not given stays as it was. Of several"
            + " updates at the same time none is lost.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp update-incident 01890a5d-ac96-774b-bcce-b302099a8057 --phase mitigated --severity"
          + " sev3",
      "  afdp update-incident 01890a5d-ac96-774b-bcce-b302099a8057 --phase resolved --resolved-at"
          + " 2026-01-31T12:00:00Z",
      "  afdp update-incident 01890a5d-ac96-774b-bcce-b302099a8057 --phase post-mortem"
          + " --description \"$(cat post-mortem.md)\""
    })
public final class UpdateIncidentCommand implements Callable<ExitCode> {
  private static final String INCIDENT =
      """
      query($id: ID!) {
        incident(id: $id) { phase severity title startedAt detectedAt resolvedAt }
      }
      """;

  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "INCIDENT", description = "The incident's id.")
  private IncidentId incident;

  @Nullable
  @Option(
      names = "--phase",
      description =
          "updated, mitigated or resolved; post-mortem of what is resolved. What is over is opened"
              + " again by updated. Default: as it was.")
  private IncidentPhase phase;

  @Nullable
  @Option(names = "--severity", description = "sev1 (worst) to sev4.")
  private Severity severity;

  @Nullable
  @Option(names = "--title", description = "What is wrong, in a few words.")
  private String title;

  @Nullable
  @Option(
      names = "--description",
      description = "More about it, instead of what was said before; stored sealed.")
  private String description;

  @Nullable
  @Option(names = "--environment", description = "The failing environment.")
  private EnvironmentName environment;

  @Option(
      names = "--service",
      description = "An affected service, instead of those named before; repeatable.")
  private List<ServiceName> services = List.of();

  @Option(
      names = "--component",
      description = "A path prefix that seems at fault, instead of those named before; repeatable.")
  private List<String> components = List.of();

  @Nullable
  @Option(names = "--started-at", description = "When it began, such as 2026-01-31T12:00:00Z.")
  private Instant startedAt;

  @Nullable
  @Option(names = "--detected-at", description = "When it was noticed.")
  private Instant detectedAt;

  @Nullable
  @Option(
      names = "--resolved-at",
      description = "When it was over; default: now, with --phase resolved.")
  private Instant resolvedAt;

  @Override
  public ExitCode call() {
    try (GatewayClient client = session.client("incident-manager")) {
      JsonNode outcome =
          client.mutate(
              "updateIncident",
              "UpdateIncidentInput",
              input(),
              "... on IncidentUpdated { incidentId previousPhase phase"
                  + " receipt { path volume index consistencyToken } }");
      Optional<JsonNode> now =
          Session.awaitProjected(client, outcome)
              ? Optional.of(client.query(INCIDENT, Map.of("id", incident.value())).path("incident"))
              : Optional.empty();
      session.print(outcome, text(outcome, now));
      return ExitCode.DONE;
    }
  }

  private Map<String, Object> input() {
    Map<String, Object> input = new HashMap<>();
    input.put("id", Session.newId());
    input.put("incidentId", incident.value());
    Session.put(input, "phase", phase == null ? null : phase.name());
    Session.put(input, "severity", severity == null ? null : severity.name());
    Session.put(input, "title", title);
    Session.put(input, "description", description);
    Session.put(input, "environment", environment);
    if (!services.isEmpty()) {
      input.put("services", services.stream().map(ServiceName::value).toList());
    }
    if (!components.isEmpty()) {
      input.put("components", components);
    }
    Session.put(input, "startedAt", moment(startedAt));
    Session.put(input, "detectedAt", moment(detectedAt));
    Session.put(input, "resolvedAt", moment(resolvedAt));
    return input;
  }

  private static @Nullable String moment(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }

  /// What it was and is now, since when where that is known, and where that stands.
  private static String text(JsonNode outcome, Optional<JsonNode> now) {
    String before = outcome.path("previousPhase").asText();
    String phase = outcome.path("phase").asText();
    JsonNode receipt = outcome.path("receipt");
    return "%s  %s%s%n%s  recorded at %s:%s"
        .formatted(
            outcome.path("incidentId").asText(),
            before.equals(phase) ? "" : before + " -> ",
            phase,
            now.map(UpdateIncidentCommand::known).orElse(""),
            receipt.path("volume").asText(),
            receipt.path("index").asText());
  }

  private static String known(JsonNode now) {
    String times =
        Stream.of("started", "detected", "resolved")
            .filter(time -> now.hasNonNull(time + "At"))
            .map(time -> time + " " + now.path(time + "At").asText())
            .collect(Collectors.joining(", "));
    return "  %s  %s%n  %s%n"
        .formatted(now.path("severity").asText(), now.path("title").asText(), times);
  }
}
