package com.caiatech.afdp.lambdas;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.lambdas.webhook.GitHubDelivery;
import com.caiatech.afdp.lambdas.webhook.WebhookSignature;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.RecordJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The function behind the Git host's webhook: a push whose signature holds, to a repository that
/// is configured, goes into the queue; nothing else does.
///
/// | delivery | answer |
/// |---|---|
/// | push, queued | 202 |
/// | ping | 200 |
/// | another event | 202, ignored |
/// | body over 25 MB | 413 |
/// | signature wrong or missing | 401 |
/// | malformed payload or delivery id | 400 |
/// | a repository that is not configured | 403 |
/// | the queue does not answer | 503 |
///
/// Only the name of the repository is taken from the payload; where it is fetched from is the
/// platform's configuration.
public final class PushWebhook
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse>, AutoCloseable {
  /// The largest body in bytes, GitHub's own limit.
  public static final int LARGEST_BODY = 25_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(PushWebhook.class);

  private final WebhookSignature signature;
  private final PlatformFile platform;
  private final PushQueue queue;
  private final Counters counters;

  /// Reads its settings from environment variables.
  public PushWebhook() {
    this(WebhookConfiguration.read(System.getenv()), new Counters());
  }

  public PushWebhook(WebhookConfiguration configuration, Counters counters) {
    this.signature = new WebhookSignature(configuration.secret());
    this.platform = new PlatformFile(configuration.platformFile());
    this.queue = new PushQueue(configuration.queue());
    this.counters = counters;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent request, Context context) {
    return handle(request);
  }

  APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent request) {
    byte[] body;
    try {
      body = body(request);
    } catch (IllegalArgumentException malformed) {
      return refused(400, "body: expected Base64: " + malformed.getMessage());
    }
    if (body.length > LARGEST_BODY) {
      return refused(
          413, "body: expected at most " + LARGEST_BODY + " bytes, found " + body.length);
    }
    if (!signature.holds(body, header(request, "x-hub-signature-256").orElse(null))) {
      counters.count(CounterNames.WEBHOOK_UNSIGNED);
      return answer(401, "X-Hub-Signature-256 is missing or does not fit the body");
    }
    String event = header(request, "x-github-event").orElse("");
    return switch (event) {
      case "push" -> push(body, header(request, "x-github-delivery").orElse(""));
      case "ping" -> answer(200, "pong");
      default -> {
        counters.count(CounterNames.WEBHOOK_IGNORED);
        yield answer(202, "event '" + shortened(event) + "' is ignored");
      }
    };
  }

  @Override
  public void close() {
    queue.close();
  }

  private APIGatewayV2HTTPResponse push(byte[] body, String delivery) {
    PushEvent event;
    try {
      event = GitHubDelivery.read(body, delivery);
    } catch (SchemasException malformed) {
      return refused(400, String.valueOf(malformed.getMessage()));
    }
    if (!isConfigured(event.repository())) {
      return refused(
          403,
          "repository " + event.repository().fullName() + " is not configured on this platform");
    }
    try {
      queue.send(event);
    } catch (LambdasException.Unavailable fault) {
      LOG.warn("{}", fault.getMessage());
      return answer(503, "the queue does not answer; try again");
    }
    counters.count(CounterNames.WEBHOOK_QUEUED);
    return answer(202, "queued");
  }

  private boolean isConfigured(PushSource source) {
    Platform now = platform.current();
    return switch (source) {
      case PushSource.Ledger ledger -> now.volume(ledger.volume()).isPresent();
      case PushSource.Source repository -> now.repository(repository.repository()).isPresent();
    };
  }

  private APIGatewayV2HTTPResponse refused(int status, String message) {
    counters.count(CounterNames.WEBHOOK_REFUSED);
    LOG.info("Webhook refused with {}: {}", status, message);
    return answer(status, message);
  }

  private static APIGatewayV2HTTPResponse answer(int status, String message) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(Map.of("content-type", "application/json"))
        .withBody(RecordJson.mapper().createObjectNode().put("message", message).toString())
        .build();
  }

  private static byte[] body(APIGatewayV2HTTPEvent request) {
    String body = Optional.ofNullable(request.getBody()).orElse("");
    return request.getIsBase64Encoded()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> header(APIGatewayV2HTTPEvent request, String lowerCaseName) {
    return Optional.ofNullable(request.getHeaders()).stream()
        .flatMap(headers -> headers.entrySet().stream())
        .filter(header -> header.getKey().equalsIgnoreCase(lowerCaseName))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
