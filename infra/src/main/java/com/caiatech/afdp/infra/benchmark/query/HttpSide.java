package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/// A GraphQL server in a process of its own, asked over HTTP. The client is a blocking one, whose
/// every request stays on its caller's thread: what is measured is the server.
final class HttpSide implements Side {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CALLERS = 100;

  private final String name;
  private final ServerProcess server;
  private final Optional<String> token;
  private final Function<Question, @Nullable String> document;
  private final boolean counted;
  private final CloseableHttpClient http =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create()
                  .setMaxConnPerRoute(MAX_CALLERS)
                  .setMaxConnTotal(MAX_CALLERS)
                  .build())
          .disableAutomaticRetries()
          .build();

  /// @param document the question in its language
  /// @param counted whether its answers have the items where the question says
  HttpSide(
      String name,
      ServerProcess server,
      Optional<String> token,
      Function<Question, @Nullable String> document,
      boolean counted) {
    this.name = name;
    this.server = server;
    this.token = token;
    this.document = document;
    this.counted = counted;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean knows(Question question) {
    return document.apply(question) != null;
  }

  @Override
  public int ask(Question question, Map<String, Object> subject) throws IOException {
    JsonNode answer = send(question, subject);
    if (answer.has("errors") || !answer.path("data").isObject()) {
      throw new InfraException.Refused(
          "%s: %s about %s: expected data, found %s"
              .formatted(name, question.name(), subject, answer));
    }
    JsonNode items = answer.path("data");
    for (String field : counted ? question.items() : List.<String>of()) {
      items = items.path(field);
    }
    return items.size();
  }

  /// Asks, and takes any answer.
  JsonNode send(Question question, Map<String, Object> subject) throws IOException {
    HttpPost request = new HttpPost(server.address());
    token.ifPresent(it -> request.setHeader("Authorization", "Bearer " + it));
    request.setHeader("Accept", "application/graphql-response+json");
    String text = String.valueOf(document.apply(question));
    request.setEntity(
        new ByteArrayEntity(
            JSON.writeValueAsBytes(Map.of("query", text, "variables", subject)),
            ContentType.APPLICATION_JSON));
    return http.execute(
        request, response -> JSON.readTree(EntityUtils.toByteArray(response.getEntity())));
  }

  /// The text at another path of the server, where that answers 200; null otherwise.
  @Nullable String get(String path) throws IOException {
    return http.execute(
        new HttpGet(URI.create(server.address()).resolve(path)),
        response -> {
          String text = EntityUtils.toString(response.getEntity());
          return response.getCode() == HttpStatus.SC_OK ? text : null;
        });
  }

  @Override
  public long cpuNanos() {
    return server.cpu().toNanos();
  }

  @Override
  public void close() throws IOException {
    http.close();
    server.close();
  }
}
