package com.caiatech.afdp.gateway;

import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.schemas.testing.TestPatience;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A small client: one request, its status, headers and JSON.
public final class Http {
  public static final String NEW = "application/graphql-response+json";
  public static final String OLD = "application/json";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TestPatience.LONGEST)
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI uri;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private Http(URI uri) {
    this.uri = uri;
    headers.put("Authorization", "Bearer " + TestGateway.token(Role.VIEWER));
  }

  public record Reply(int status, HttpResponse<String> response) {
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    public String text() {
      return response.body();
    }

    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException broken) {
        throw new AssertionError("not JSON: " + response.body(), broken);
      }
    }

    public String firstCode() {
      return json().at("/errors/0/extensions/code").asText();
    }

    public String firstLimit() {
      return json().at("/errors/0/extensions/limit").asText();
    }
  }

  public static Http to(URI uri) {
    return new Http(uri);
  }

  public Http with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public Http without(String header) {
    headers.remove(header);
    return this;
  }

  public Http accept(String accept) {
    return with("Accept", accept);
  }

  public Reply query(String query) {
    return query(Map.of("query", query));
  }

  public Reply query(Map<String, ?> parameters) {
    try {
      return post("application/json", JSON.writeValueAsString(parameters));
    } catch (JsonProcessingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public Reply post(String contentType, String body) {
    if (!contentType.isEmpty()) {
      with("Content-Type", contentType);
    }
    return send("POST", BodyPublishers.ofString(body));
  }

  public Reply get(String... parameters) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append(i == 0 ? "?" : "&")
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return new Http(URI.create(uri + query.toString()))
        .copy(headers)
        .send("GET", BodyPublishers.noBody());
  }

  public Reply send(String method, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri).timeout(TestPatience.LONGEST).method(method, body);
    headers.forEach(builder::header);
    try {
      HttpResponse<String> response = CLIENT.send(builder.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private Http copy(Map<String, String> from) {
    headers.clear();
    headers.putAll(from);
    return this;
  }
}
