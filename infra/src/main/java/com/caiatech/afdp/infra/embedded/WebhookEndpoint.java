package com.caiatech.afdp.infra.embedded;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.lambdas.PushWebhook;
import com.caiatech.afdp.schemas.id.HookId;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP API in front of a webhook function: what API Gateway (payload format 2.0) does, on
/// loopback. Header names arrive in lower case, bodies that are not UTF-8 text in Base64. A body
/// that is larger than what AWS Lambda takes gets 413.
public final class WebhookEndpoint implements AutoCloseable {
  /// What every path that is served begins with; a webhook's id follows.
  public static final String PATH = "/webhook/";

  private static final String ROUTE = "POST " + PATH + "{hook}";
  private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoint.class);
  private static final Duration LIMIT = Duration.ofSeconds(29);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function;

  private WebhookEndpoint(
      HttpServer server, RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function) {
    this.server = server;
    this.function = function;
    server.setExecutor(threads);
    server.createContext("/", this::serve);
  }

  /// Listens on loopback and the port, and calls the function for each POST.
  ///
  /// @throws InfraException.Unavailable when the port cannot be bound
  public static WebhookEndpoint start(
      int port, RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      WebhookEndpoint endpoint = new WebhookEndpoint(server, function);
      server.start();
      return endpoint;
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "listening for webhooks on port " + port + " failed: " + failure, failure);
    }
  }

  /// Where the events of the webhook go.
  public URI uri(HookId hook) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH + hook);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getRawPath().startsWith(PATH)) {
        answer(exchange, 404, "nothing here; push events go to " + PATH + "<hook>");
      } else if (!exchange.getRequestMethod().equals("POST")) {
        exchange.getResponseHeaders().set("Allow", "POST");
        answer(exchange, 405, "expected POST, found " + exchange.getRequestMethod());
      } else {
        byte @Nullable [] body = body(exchange);
        if (body == null) {
          answer(
              exchange, 413, "expected a body of at most " + PushWebhook.LARGEST_BODY + " bytes");
        } else {
          call(exchange, body);
        }
      }
    }
  }

  private static byte @Nullable [] body(HttpExchange exchange) throws IOException {
    @Nullable String length = exchange.getRequestHeaders().getFirst("Content-Length");
    try (InputStream input = exchange.getRequestBody()) {
      if (length != null && Long.parseLong(length) > PushWebhook.LARGEST_BODY) {
        input.skip(
            2L * PushWebhook.LARGEST_BODY); // read off, bounded, so that the sender sees the answer
        return null;
      }
      byte[] body = input.readNBytes(PushWebhook.LARGEST_BODY + 1);
      return body.length > PushWebhook.LARGEST_BODY ? null : body;
    }
  }

  private void call(HttpExchange exchange, byte[] body) throws IOException {
    APIGatewayV2HTTPResponse response;
    try {
      response =
          function.handleRequest(event(exchange, body), new LocalContext("PushWebhook", LIMIT));
    } catch (RuntimeException fault) {
      String id = UUID.randomUUID().toString();
      LOG.error("Push webhook failed, fault {}; the sender will try again", id, fault);
      answer(exchange, 500, "internal fault " + id);
      return;
    }
    if (response.getHeaders() != null) {
      response.getHeaders().forEach(exchange.getResponseHeaders()::set);
    }
    String text = Objects.requireNonNullElse(response.getBody(), "");
    byte[] answer =
        response.getIsBase64Encoded()
            ? Base64.getDecoder().decode(text)
            : text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(response.getStatusCode(), answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
  }

  private static APIGatewayV2HTTPEvent event(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      headers.put(header.getKey().toLowerCase(Locale.ROOT), String.join(",", header.getValue()));
    }
    @Nullable String text = utf8(body);
    String path = exchange.getRequestURI().getRawPath();
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    return APIGatewayV2HTTPEvent.builder()
        .withVersion("2.0")
        .withRouteKey(ROUTE)
        .withRawPath(path)
        .withRawQueryString(query)
        .withHeaders(headers)
        .withBody(text != null ? text : Base64.getEncoder().encodeToString(body))
        .withIsBase64Encoded(text == null)
        .withRequestContext(context(exchange, headers))
        .build();
  }

  private static APIGatewayV2HTTPEvent.RequestContext context(
      HttpExchange exchange, Map<String, String> headers) {
    Instant now = Instant.now();
    return APIGatewayV2HTTPEvent.RequestContext.builder()
        .withRouteKey(ROUTE)
        .withStage("$default")
        .withRequestId(UUID.randomUUID().toString())
        .withTime(now.toString())
        .withTimeEpoch(now.toEpochMilli())
        .withHttp(
            APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                .withMethod("POST")
                .withPath(exchange.getRequestURI().getRawPath())
                .withProtocol(exchange.getProtocol())
                .withSourceIp(exchange.getRemoteAddress().getAddress().getHostAddress())
                .withUserAgent(headers.getOrDefault("user-agent", ""))
                .build())
        .build();
  }

  /// The text whose UTF-8 bytes are exactly these, or nothing.
  private static @Nullable String utf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException binary) {
      return null;
    }
  }

  private static void answer(HttpExchange exchange, int status, String message) throws IOException {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, text.length);
    exchange.getResponseBody().write(text);
  }
}
