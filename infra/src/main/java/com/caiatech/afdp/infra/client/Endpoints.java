package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What `up` prints when all is ready, and keeps in `endpoints.json` of its state folder.
///
/// @param graphql URL of the GraphQL endpoint
/// @param health URL of the health report
/// @param metrics URL of the metrics in Prometheus' text format
/// @param webhook URL that takes GitHub push events
/// @param bolt `bolt://` URI of the graph
/// @param temporal host and port of the Temporal service
/// @param ledgers volume to `git://` URL, read-only
/// @param repositories repository to `git://` URL, for pushes
/// @param signingKeys path of the exported armored public keys
/// @param webhookSecret path of the webhook's secret
/// @param tokens role to bearer token
/// @param pid the runner's process id
public record Endpoints(
    String graphql,
    String health,
    String metrics,
    String webhook,
    String bolt,
    String temporal,
    Map<String, String> ledgers,
    Map<String, String> repositories,
    String signingKeys,
    String webhookSecret,
    Map<String, String> tokens,
    long pid) {
  /// The file's name in the state folder.
  public static final String FILE = "endpoints.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public Endpoints {
    ledgers = Map.copyOf(ledgers);
    repositories = Map.copyOf(repositories);
    tokens = Map.copyOf(tokens);
  }

  /// The endpoints of the platform that runs on the state folder.
  ///
  /// @throws InfraException.Unavailable when none runs there
  public static Endpoints read(Path state) {
    Path file = state.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw notRunning(state);
    }
    try {
      Endpoints endpoints = JSON.readValue(Files.readAllBytes(file), Endpoints.class);
      if (ProcessHandle.of(endpoints.pid).isEmpty()) {
        throw notRunning(state);
      }
      return endpoints;
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading " + file + " failed: " + unreadable.getMessage(), unreadable);
    }
  }

  /// The same as one line of JSON.
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (IOException impossible) {
      throw new IllegalStateException("endpoints are strings and a number", impossible);
    }
  }

  private static InfraException notRunning(Path state) {
    return new InfraException.Unavailable(
        "no platform runs on the state folder "
            + state
            + "; start it with: afdp up --state "
            + state);
  }
}
