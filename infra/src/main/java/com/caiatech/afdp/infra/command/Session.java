package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.IntakeWatch;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.runner.PlatformQueues;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.schemas.id.Ids;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every command that talks to a running platform shares: where it is, as whom to speak, and
/// how to print.
public final class Session extends StateOptions {
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*"); // RFC 6750

  @Nullable
  @Option(
      names = "--as",
      paramLabel = "ROLE",
      description =
          "Speak as this local person: viewer, deployer, approver, incident-manager, auditor or"
              + " admin; default: the role that the command needs.")
  private String role;

  @Nullable
  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Speak with the bearer token in this file, which is for its owner alone, or on standard"
              + " input where it is -.")
  private Path tokenFile;

  @Nullable
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The GraphQL endpoint of a platform elsewhere; needs --token-file.")
  private URI url;

  /// A client that speaks as the chosen person, or as the given role where none is chosen.
  public GatewayClient client(String defaultRole) {
    if (url != null) {
      if (tokenFile == null) {
        throw new InfraException.WrongUsage("--url needs --token-file");
      }
      return new GatewayClient(gateway(url), bearer(tokenFile));
    }
    Endpoints endpoints = endpoints();
    String token =
        tokenFile == null
            ? localToken(endpoints, role == null ? defaultRole : role)
            : bearer(tokenFile);
    return new GatewayClient(URI.create(endpoints.graphql()), token);
  }

  private static String localToken(Endpoints endpoints, String role) {
    return endpoints
        .token(role)
        .orElseThrow(
            () ->
                new InfraException.WrongUsage(
                    "--as: expected one of %s, found '%s'"
                        .formatted(endpoints.tokens().keySet().stream().sorted().toList(), role)));
  }

  /// The dead-letter queue of the platform on this machine; absent for one elsewhere. Whoever asks
  /// for it closes it.
  Optional<DeadLetterQueue> deadLetters() {
    return url == null
        ? PlatformQueues.of(new StateLayout(state()))
            .map(queues -> new DeadLetterQueue(queues.deadLetters()))
        : Optional.empty();
  }

  /// Whether the platform is one elsewhere, whose configuration is not at hand.
  boolean isElsewhere() {
    return url != null;
  }

  private static URI gateway(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new InfraException.WrongUsage(
          "--url: expected an address such as http://127.0.0.1:8080/graphql, found '" + url + "'");
    }
    return url;
  }

  /// The token is not told: it is a secret.
  private static String bearer(Path file) {
    String token = SecretFile.read("--token-file", file);
    if (!BEARER.matcher(token).matches()) {
      throw new InfraException.WrongUsage(
          "--token-file: expected a bearer token, of letters, digits and -._~+/= alone");
    }
    return token;
  }

  /// Waits until the graph holds what a mutation recorded, so that a command that follows sees it.
  /// What was recorded stays recorded when that takes too long, and stderr says so.
  ///
  /// @param outcome with its receipt's consistency token; without one nothing is waited for
  /// @return whether the graph shows it
  static boolean awaitProjected(GatewayClient client, JsonNode outcome) {
    if (!outcome.has("receipt")) {
      return false;
    }
    String token = outcome.path("receipt").path("consistencyToken").asText();
    try (IntakeWatch _ = IntakeWatch.over(client)) {
      client.send(
          "query($at: [ConsistencyToken!]) { ledgers(atLeast: $at) { volume } }",
          Map.of("at", List.of(token)));
      return true;
    } catch (InfraException.Unreachable late) {
      Terminal.progress("it is recorded, but the graph does not show it yet: " + late.getMessage());
      return false;
    }
  }

  /// Waits for what a mutation recorded, and prints what it is and where it stands.
  ///
  /// @param id the field of the outcome that names it
  void printRecorded(GatewayClient client, JsonNode outcome, String id) {
    awaitProjected(client, outcome);
    JsonNode receipt = outcome.path("receipt");
    print(
        outcome,
        "%s  recorded at %s:%s"
            .formatted(
                outcome.path(id).asText(),
                receipt.path("volume").asText(),
                receipt.path("index").asText()));
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
}
