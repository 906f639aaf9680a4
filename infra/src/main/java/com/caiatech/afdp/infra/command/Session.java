package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.schemas.id.Ids;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every command that talks to a running platform shares: where it is, as whom to speak, and
/// how to print.
public final class Session {
  @Nullable
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The platform's state folder; default: $$AFDP_STATE, else $$XDG_STATE_HOME/afdp, else"
              + " ~/.local/state/afdp.")
  private Path state;

  @Nullable
  @Option(
      names = "--as",
      paramLabel = "ROLE",
      description =
          "Speak as this local person: viewer, deployer, approver, incident-manager, auditor or"
              + " admin; default: the role that the command needs.")
  private String role;

  @Nullable
  @Option(names = "--token", paramLabel = "TOKEN", description = "Speak with this bearer token.")
  private String token;

  @Nullable
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The GraphQL endpoint of a platform elsewhere; needs --token.")
  private URI url;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /// The state folder in force.
  public Path state() {
    return state == null ? defaultState() : state.toAbsolutePath().normalize();
  }

  /// Whether the state folder was named on the command line or in the environment.
  boolean stateIsGiven() {
    return state != null || environment("AFDP_STATE").isPresent();
  }

  /// The state folder where none is named.
  public static Path defaultState() {
    return environment("AFDP_STATE")
        .map(Path::of)
        .or(() -> environment("XDG_STATE_HOME").map(home -> Path.of(home, "afdp")))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state", "afdp"))
        .toAbsolutePath()
        .normalize();
  }

  /// The endpoints of the platform that runs on the state folder.
  public Endpoints endpoints() {
    return Endpoints.read(state());
  }

  /// A client that speaks as the chosen person, or as the given role where none is chosen.
  public GatewayClient client(String defaultRole) {
    if (url != null) {
      if (token == null) {
        throw new InfraException.WrongUsage("--url needs --token");
      }
      return new GatewayClient(url, token);
    }
    Endpoints endpoints = endpoints();
    if (token != null) {
      return new GatewayClient(URI.create(endpoints.graphql()), token);
    }
    String speaker = role == null ? defaultRole : role;
    String found = endpoints.tokens().get(speaker);
    if (found == null) {
      throw new InfraException.WrongUsage(
          "--as: expected one of "
              + endpoints.tokens().keySet().stream().sorted().toList()
              + ", found '"
              + speaker
              + "'");
    }
    return new GatewayClient(URI.create(endpoints.graphql()), found);
  }

  /// Whether to print JSON.
  public boolean json() {
    return json;
  }

  /// Prints data: the JSON as it is with `--json`, else the text.
  public void print(JsonNode data, String text) {
    Terminal.data(json ? data.toString() : text);
  }

  /// Waits until the graph holds what a mutation recorded, so that a command that follows sees it.
  /// What was recorded stays recorded when that takes too long, and stderr says so.
  ///
  /// @param outcome with its receipt's consistency token
  static void awaitProjected(GatewayClient client, JsonNode outcome) {
    String token = outcome.path("receipt").path("consistencyToken").asText();
    try {
      client.send(
          "query($at: [ConsistencyToken!]) { ledgers(atLeast: $at) { volume } }",
          Map.of("at", List.of(token)));
    } catch (InfraException.Refused late) {
      Terminal.progress("it is recorded, but the graph does not show it yet: " + late.getMessage());
    }
  }

  /// Adds the value where there is one.
  static void put(Map<String, Object> input, String name, @Nullable Object value) {
    if (value != null) {
      input.put(name, value);
    }
  }

  /// A new UUIDv7 of now, for a mutation.
  static String newId() {
    return Ids.newUuid7(Instant.now()).toString();
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
