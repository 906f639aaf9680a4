package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints what the instances of a service printed, or one deployment's.
@Command(
    name = "logs",
    description = "Prints what the instances of a service printed, or one deployment's.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp logs checkout staging",
      "  afdp logs checkout staging --deployment 01890a5d-ac96-774b-bcce-b302099a8057 --lines 200"
    })
public final class LogsCommand implements Callable<Integer> {
  @Mixin private final Session session = new Session();

  private static final String SERVING =
      """
      query($service: String!, $environment: String!) {
        runningAt(service: $service, environment: $environment) {
          serving { deployment { deploymentId } }
        }
      }
      """;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service's name.")
  private String service = "";

  @Parameters(index = "1", paramLabel = "ENVIRONMENT", description = "The environment's name.")
  private String environment = "";

  @Nullable
  @Option(names = "--deployment", description = "A deployment's id; default: those that serve.")
  private String deployment;

  @Option(
      names = "--lines",
      defaultValue = "50",
      description = "The last lines of each instance; default: ${DEFAULT-VALUE}.")
  private int lines = 50;

  @Override
  public Integer call() {
    Path place =
        new StateLayout(session.state())
            .target()
            .resolve(new EnvironmentName(environment).value())
            .resolve(new ServiceName(service).value());
    ArrayNode report = JsonNodeFactory.instance.arrayNode();
    StringJoiner text = new StringJoiner(System.lineSeparator());
    for (String id : deployments()) {
      for (Path log : logs(place.resolve(DeploymentId.parse(id).value()).resolve("log"))) {
        List<String> tail = tail(log);
        ArrayNode printed =
            report
                .addObject()
                .put("deployment", id)
                .put("instance", String.valueOf(log.getFileName()))
                .putArray("lines");
        tail.forEach(printed::add);
        text.add("== " + id + " " + log.getFileName());
        tail.forEach(text::add);
      }
    }
    if (report.isEmpty()) {
      throw new InfraException.Refused(
          "no log of "
              + service
              + " in "
              + environment
              + " is kept on this machine; see: afdp status");
    }
    session.print(report, text.toString());
    return 0;
  }

  private List<String> deployments() {
    if (deployment != null) {
      return List.of(deployment);
    }
    try (GatewayClient client = session.client("viewer")) {
      return client
          .query(SERVING, Map.of("service", service, "environment", environment))
          .path("runningAt")
          .findValuesAsText("deploymentId");
    }
  }

  private static List<Path> logs(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "listing " + folder + " failed: " + unreadable, unreadable);
    }
  }

  private List<String> tail(Path log) {
    try {
      List<String> all =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable("reading " + log + " failed: " + unreadable, unreadable);
    }
  }
}
