package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.BoundedBytes;
import com.caiatech.afdp.gateway.execution.ClientError;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.execution.Outcome;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Writes GraphQL responses and decides their status (GraphQL over HTTP, section 6.4).
final class Replies {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Replies() {}

  /// @param maxBytes of the answer; a larger one is refused
  static MutableHttpResponse<byte[]> answered(
      Outcome.Answered outcome, ReplyType type, int maxBytes) {
    BoundedBytes bytes = new BoundedBytes(maxBytes);
    try {
      JSON.writeValue(bytes, outcome.response());
      return reply(HttpStatus.OK, bytes.toByteArray(), type);
    } catch (BoundedBytes.Exceeded _) {
      return refused(
          Outcome.Refused.of(
              ClientErrors.tooComplex(
                  "response",
                  "writing the answer: expected at most %d bytes, found more; ask for smaller pages or fewer fields"
                      .formatted(maxBytes))),
          type);
    } catch (IOException unwritable) {
      return refused(
          Outcome.Refused.of(ClientErrors.internal("writing the response", unwritable)), type);
    }
  }

  static MutableHttpResponse<byte[]> refused(Outcome.Refused outcome, ReplyType type) {
    MutableHttpResponse<byte[]> reply =
        json(statusOf(outcome.code(), type), outcome.response(), type);
    return outcome.retryAfter().isPositive()
        ? reply.header(HttpHeaders.RETRY_AFTER, seconds(outcome.retryAfter()))
        : reply;
  }

  /// Whole seconds, rounded up, as in a `Retry-After` header (RFC 9110, section 10.2.3).
  static String seconds(Duration duration) {
    return Long.toString(duration.plusMillis(999).toSeconds());
  }

  /// A response that says the same status to every client.
  static MutableHttpResponse<byte[]> failed(HttpStatus status, ClientError error, ReplyType type) {
    return json(status, Map.of("errors", List.of(error.toSpecification())), type);
  }

  static byte[] bytes(Map<String, Object> response) {
    try {
      return JSON.writeValueAsBytes(response);
    } catch (JsonProcessingException unwritable) {
      ClientError error = ClientErrors.internal("writing the response", unwritable);
      try {
        return JSON.writeValueAsBytes(Map.of("errors", List.of(error.toSpecification())));
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException("an error is plain JSON", impossible);
      }
    }
  }

  static MutableHttpResponse<byte[]> json(
      HttpStatus status, Map<String, Object> response, ReplyType type) {
    return reply(status, bytes(response), type);
  }

  private static MutableHttpResponse<byte[]> reply(HttpStatus status, byte[] body, ReplyType type) {
    MediaType contentType = (type == ReplyType.EVENT_STREAM ? ReplyType.JSON : type).contentType();
    return HttpResponse.<byte[]>status(status).body(body).contentType(contentType);
  }

  /// `application/json` promises 200 for every well-formed response; what is no matter of the
  /// request itself (no capacity, a fault of ours) is told to every client.
  private static HttpStatus statusOf(ErrorCode code, ReplyType type) {
    boolean plain = type == ReplyType.JSON;
    return switch (code) {
      case BAD_USER_INPUT, TOO_COMPLEX -> plain ? HttpStatus.OK : HttpStatus.BAD_REQUEST;
      case FORBIDDEN -> plain ? HttpStatus.OK : HttpStatus.FORBIDDEN;
      case NOT_FOUND -> plain ? HttpStatus.OK : HttpStatus.NOT_FOUND;
      case CONFLICT, FROZEN -> plain ? HttpStatus.OK : HttpStatus.CONFLICT;
      case TIMEOUT -> plain ? HttpStatus.OK : HttpStatus.GATEWAY_TIMEOUT;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case OVERLOADED, UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case INTERNAL, NEWER_THAN_SOFTWARE -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
