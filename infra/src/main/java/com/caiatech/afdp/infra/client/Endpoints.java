package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.OwnerOnly;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What `up` prints when all is ready, and keeps in `endpoints.json` of its state folder.
///
/// @param graphql URL of the GraphQL endpoint
/// @param health URL of the health report
/// @param metrics URL of the metrics in Prometheus' text format
/// @param webhook URL that takes the push events of the runner's own Git server
/// @param bolt `bolt://` URI of the graph
/// @param temporal host and port of the Temporal service
/// @param ledgers volume to `git://` URL, read-only
/// @param repositories repository to `git://` URL, for pushes
/// @param signingKeys path of the exported armored public keys
/// @param webhookSecret path of the secret of that webhook
/// @param tokens role to the path of the file with its bearer token
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
  /// @throws InfraException.Unreachable when none runs there
  public static Endpoints read(Path state) {
    return find(state)
        .orElseThrow(
            () ->
                new InfraException.Unreachable(
                    "no platform runs on the state folder "
                        + state
                        + "; start it with: afdp up --state "
                        + state));
  }

  /// The endpoints of the platform on the state folder, if one runs there.
  public static Optional<Endpoints> find(Path state) {
    Path file = state.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Endpoints endpoints = JSON.readValue(Files.readAllBytes(file), Endpoints.class);
      return ProcessHandle.of(endpoints.pid).map(_ -> endpoints);
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading " + file + " failed: " + unreadable.getMessage(), unreadable);
    }
  }

  /// The bearer token of the local person of the role, if there is one.
  ///
  /// @throws InfraException.Unavailable when its file cannot be read
  public Optional<String> token(String role) {
    String file = tokens.get(role);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(Path.of(file)).strip());
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading the token of %s failed: %s".formatted(role, unreadable), unreadable);
    }
  }

  /// A client that speaks as the local person of the role, which has to be there.
  ///
  /// @throws InfraException.Unavailable when the file of its token cannot be read
  public GatewayClient client(String role) {
    return new GatewayClient(URI.create(graphql), token(role).orElseThrow());
  }

  /// Where users push the repository, whether or not these endpoints list it: where the ledgers are
  /// served.
  public String pushAddress(RepositoryName repository) {
    String ledger = ledgers.values().iterator().next();
    return ledger.replaceAll("/ledgers/[^/]+$", "/repositories/" + repository + ".git");
  }

  /// With another repository that is served.
  public Endpoints serving(RepositoryName repository) {
    Map<String, String> more = new TreeMap<>(repositories);
    more.put(repository.value(), pushAddress(repository));
    return new Endpoints(
        graphql,
        health,
        metrics,
        webhook,
        bolt,
        temporal,
        ledgers,
        more,
        signingKeys,
        webhookSecret,
        tokens,
        pid);
  }

  /// Keeps them where [#read(Path)] finds them.
  public void write(Path state) {
    OwnerOnly.write(state.resolve(FILE), toJson().getBytes(StandardCharsets.UTF_8));
  }

  /// The same as one line of JSON.
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (IOException impossible) {
      throw new IllegalStateException("endpoints are strings and a number", impossible);
    }
  }
}
