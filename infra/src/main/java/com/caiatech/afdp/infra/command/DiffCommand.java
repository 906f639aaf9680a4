package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.DiffReport;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells what differs between two environments, or between two moments of one.
@Command(
    name = "diff",
    description = {
      "Tells what differs between what serves in two environments, or in one at two moments: the"
          + " services, the commits that came in (+) and went away (-), and the files.",
      "Where commits may be missing, since there are too many between, the exit code is 2."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp diff staging production               what a promotion would change, read backwards",
      "  afdp diff production --from 2026-01-31T12:00:00Z",
      "  afdp diff production --from 2026-01-31T12:00:00Z --to 2026-02-01T12:00:00Z --service cart"
    })
public final class DiffCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "The first environment.")
  private EnvironmentName first;

  @Nullable
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ENVIRONMENT",
      description = "The second environment; default: the first, at another moment.")
  private EnvironmentName second;

  @Nullable
  @Option(
      names = "--from",
      paramLabel = "MOMENT",
      description =
          "The first as it was believed at this moment of recorded time, such as"
              + " 2026-01-31T12:00:00Z; default: now.")
  private Instant from;

  @Nullable
  @Option(
      names = "--to",
      paramLabel = "MOMENT",
      description = "The second as it was believed at this moment; default: now.")
  private Instant to;

  @Nullable
  @Option(names = "--service", paramLabel = "SERVICE", description = "Only this service.")
  private ServiceName service;

  @Override
  public ExitCode call() {
    if (second == null && from == null && to == null) {
      throw new InfraException.WrongUsage(
          "diff: expected a second environment, or --from or --to for another moment of %s, found"
                  .formatted(first.value())
              + " neither");
    }
    EnvironmentName other = second == null ? first : second;
    try (GatewayClient client = session.client("viewer")) {
      Map<String, Object> variables = new HashMap<>();
      variables.put("from", state(first, from));
      variables.put("to", state(other, to));
      Session.put(variables, "service", service == null ? null : service.value());
      JsonNode found = DiffReport.read(client, variables);
      session.print(found, DiffReport.of(found));
      return found.path("exhausted").asBoolean() ? ExitCode.DONE : ExitCode.USAGE;
    }
  }

  private static Map<String, Object> state(EnvironmentName environment, @Nullable Instant asOf) {
    Map<String, Object> state = new HashMap<>();
    state.put("environment", environment.value());
    Session.put(state, "asOf", asOf == null ? null : RecordJson.text(asOf));
    return state;
  }
}
