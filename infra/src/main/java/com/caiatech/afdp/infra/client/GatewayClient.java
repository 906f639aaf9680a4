package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.gateway.audit.RefusalChain;
import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// A client of the GraphQL gateway with one person's token.
public final class GatewayClient implements AutoCloseable {
  private static final Duration LATE = Duration.ofMinutes(2);

  /// How long a first deployment may wait for its repository.
  private static final Duration LATEST = Duration.ofMinutes(10);

  /// What the gateway says of a mutation that goes on behind, in a refusal or an error.
  private static final String UNDECIDED = "with the same id";

  /// Longer than the gateway takes for any answer, so that it is the gateway that says so.
  private static final Duration ANSWER = Duration.ofSeconds(75);

  /// The errors that say nothing about what the answer would be.
  private static final Pattern NO_ANSWER = Pattern.compile("TIMEOUT|OVERLOADED|UNAVAILABLE");

  private static final int SHOWN = 1_000;
  private static final String MEDIA_TYPE = "application/graphql-response+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI graphql;
  private final String token;

  public GatewayClient(URI graphql, String token) {
    this.graphql = graphql;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    if ("http".equalsIgnoreCase(graphql.getScheme())) {
      builder.sslContext(trustingNobody());
    }
    this.http = builder.build();
  }

  /// Where nothing is encrypted. The one of the JVM would read all certificates that it trusts,
  /// which takes longer than an answer.
  private static SSLContext trustingNobody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("expected TLS, which every JVM has to have", missing);
    }
  }

  /// Runs a query, again for up to two minutes where the graph or its projection is late: reading
  /// twice is safe.
  ///
  /// @return the response's `data`
  /// @throws InfraException.Refused when the gateway answers with errors; the message is theirs
  /// @throws InfraException.Unreachable when it gives no answer
  public JsonNode query(String document, Map<String, ?> variables) {
    Instant deadline = Instant.now().plus(LATE);
    while (true) {
      try {
        return send(document, variables);
      } catch (InfraException late) {
        if (!isLate(late) || Instant.now().isAfter(deadline)) {
          throw late;
        }
      }
    }
  }

  /// Whether whoever was asked is still about it.
  private static boolean isLate(InfraException fault) {
    return (fault.getCause() instanceof HttpTimeoutException
            && !(fault.getCause() instanceof HttpConnectTimeoutException))
        || (fault instanceof InfraException.Unreachable
            && String.valueOf(fault.getMessage()).startsWith("TIMEOUT"));
  }

  /// Sends a document once.
  ///
  /// @return the response's `data`
  /// @throws InfraException.Refused when the gateway answers with errors; the message is theirs
  /// @throws InfraException.Unreachable when it gives no answer
  public JsonNode send(String document, Map<String, ?> variables) {
    HttpRequest request = request(document, variables, MEDIA_TYPE).timeout(ANSWER).build();
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = JSON.readTree(response.body());
      if (body.path("errors").isArray() && !body.path("errors").isEmpty()) {
        throw fault(body.path("errors"));
      }
      if (response.statusCode() != 200) {
        throw unexpected(response.statusCode());
      }
      return body.path("data");
    } catch (IOException unreachable) {
      throw unreachable(unreachable);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /// Runs a mutation whose outcome is a union. Where it takes longer than one answer may, as a
  /// first deployment does that waits for a large repository, it is asked for again under its id,
  /// which is safe, and stderr says so.
  ///
  /// @param inputType the name of the input object's type
  /// @param selection what to select of the outcome; `__typename` and the fields of a refusal are
  ///   added
  /// @return the outcome
  /// @throws InfraException.Refused when the outcome is a refusal
  public JsonNode mutate(String field, String inputType, Map<String, ?> input, String selection) {
    String document =
        "mutation($input: %s!) { %s(input: $input) { __typename %s ... on Refusal { reason message } } }"
            .formatted(inputType, field, selection);
    Instant asked = Instant.now();
    try (IntakeWatch _ = IntakeWatch.over(this)) {
      return mutate(field, document, input, asked);
    }
  }

  private JsonNode mutate(String field, String document, Map<String, ?> input, Instant asked) {
    while (true) {
      try {
        JsonNode outcome = send(document, Map.of("input", input)).path(field);
        if (outcome.has("reason") && outcome.has("message")) {
          throw new InfraException.Refused(
              field
                  + " was refused: "
                  + outcome.path("reason").asText()
                  + ": "
                  + outcome.path("message").asText());
        }
        return outcome;
      } catch (InfraException fault) {
        boolean undecided = isLate(fault) || String.valueOf(fault.getMessage()).contains(UNDECIDED);
        if (!undecided || Instant.now().isAfter(asked.plus(LATEST))) {
          throw fault;
        }
        tellWait(field, asked);
      }
    }
  }

  /// Lines of the log of refused mutations.
  ///
  /// @param head the last line that there is
  public record Refusals(List<String> lines, RefusalChain.Head head) {
    public Refusals {
      lines = List.copyOf(lines);
    }
  }

  /// Lines of the log of refused mutations, from the one after that number.
  ///
  /// @throws InfraException.Refused where they are not for whom the token speaks for
  /// @throws InfraException.Unreachable when the gateway gives no answer
  public Refusals refusals(long after) {
    URI log = graphql.resolve("refusals?after=" + after);
    HttpRequest request =
        HttpRequest.newBuilder(log)
            .header("Authorization", "Bearer " + token)
            .timeout(ANSWER)
            .GET()
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        return new Refusals(
            response.body().lines().toList(),
            RefusalChain.Head.parse(response.headers().firstValue("AFDP-Log-Head").orElse("")));
      }
      throw response.statusCode() >= 500
          ? new InfraException.Unreachable(
              "GET %s: expected status 200, found %d".formatted(log, response.statusCode()))
          : fault(JSON.readTree(response.body()).path("errors"));
    } catch (IllegalArgumentException noHead) {
      throw new InfraException.Unreachable(
          "GET %s: %s; is it a gateway?".formatted(log, noHead.getMessage()));
    } catch (IOException unreachable) {
      throw unreachable(unreachable);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  /// Follows a subscription over server-sent events until it completes.
  ///
  /// @param atMost how long to follow it
  /// @param next takes the `data` of each event, in order
  /// @throws InfraException.Unreachable when the stream is cut before, as it is after that time
  public void subscribe(
      String document, Map<String, ?> variables, Duration atMost, Consumer<JsonNode> next) {
    HttpRequest request = request(document, variables, "text/event-stream").build();
    try {
      HttpResponse<InputStream> response =
          http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
              .get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      if (response.statusCode() != 200) {
        throw refusedStream(response);
      }
      deliverAll(response.body(), atMost, next);
    } catch (ExecutionException failed) {
      throw unreachable(
          failed.getCause() instanceof IOException cause ? cause : new IOException(failed));
    } catch (TimeoutException late) {
      throw unreachable(new HttpTimeoutException(String.valueOf(late.getMessage())));
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private void deliverAll(InputStream body, Duration atMost, Consumer<JsonNode> next) {
    try (EventStream events = new EventStream(body, atMost)) {
      Optional<String> event = events.next();
      while (event.isPresent()) {
        deliver(JSON.readTree(event.get()), next);
        event = events.next();
      }
    } catch (IOException cut) {
      throw new InfraException.Unreachable(
          "the stream of events of the gateway at %s was cut".formatted(graphql), cut);
    }
  }

  private InfraException refusedStream(HttpResponse<InputStream> response) {
    if (response.statusCode() >= 500) {
      return unexpected(response.statusCode());
    }
    try (InputStream body = response.body()) {
      return new InfraException.Refused(
          "the subscription was refused with status %d: %s"
              .formatted(
                  response.statusCode(),
                  new String(body.readNBytes(SHOWN), StandardCharsets.UTF_8)));
    } catch (IOException cut) {
      return unreachable(cut);
    }
  }

  private InfraException unexpected(int status) {
    return new InfraException.Unreachable(
        "POST " + graphql + ": expected status 200, found " + status);
  }

  /// Gives up what is still asked.
  @Override
  public void close() {
    http.shutdownNow();
  }

  private static void deliver(JsonNode event, Consumer<JsonNode> next) {
    if (event.path("errors").isArray() && !event.path("errors").isEmpty()) {
      throw fault(event.path("errors"));
    }
    next.accept(event.path("data"));
  }

  private HttpRequest.Builder request(String document, Map<String, ?> variables, String accept) {
    ObjectNode body = JSON.createObjectNode();
    body.put("query", document);
    body.set("variables", JSON.valueToTree(variables));
    return HttpRequest.newBuilder(graphql)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Accept", accept)
        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  private static void tellWait(String field, Instant asked) {
    Terminal.progress(
        "%s goes on since %d s: the platform waits for the repository or for its workers; asking again"
            .formatted(field, Duration.between(asked, Instant.now()).toSeconds()));
  }

  private static InfraException fault(JsonNode errors) {
    String message = messages(errors);
    return NO_ANSWER.matcher(message).lookingAt()
        ? new InfraException.Unreachable(message)
        : new InfraException.Refused(message);
  }

  private static String messages(JsonNode errors) {
    return StreamSupport.stream(errors.spliterator(), false)
        .map(
            error -> {
              String code = error.path("extensions").path("code").asText();
              return (code.isEmpty() ? "" : code + ": ") + error.path("message").asText();
            })
        .collect(Collectors.joining("; "));
  }

  private InfraException unreachable(IOException cause) {
    if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
      return new InfraException.Unreachable(
          "the gateway at "
              + graphql
              + " took the request and gave no answer within "
              + ANSWER.toSeconds()
              + " s; what was asked for may go on, asking again under the same id is safe",
          cause);
    }
    return new InfraException.Unreachable(
        "the gateway at " + graphql + " does not answer; is the platform up? (" + cause + ")",
        cause);
  }

  private InfraException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new InfraException.Unavailable("waiting for the gateway was interrupted", cause);
  }
}
