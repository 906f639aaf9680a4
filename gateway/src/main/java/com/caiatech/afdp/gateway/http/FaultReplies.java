package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.ClientError;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/// Writes what the web framework refuses or fails at in the one form of errors that clients of the
/// gateway know. Text of exceptions stays here, in the log.
@Singleton
@Replaces(ErrorResponseProcessor.class)
final class FaultReplies implements ErrorResponseProcessor<byte[]> {
  @Override
  public MutableHttpResponse<byte[]> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpStatus status = HttpStatus.valueOf(response.code());
    ClientError error =
        status.getCode() >= 500
            ? context
                .getRootCause()
                .map(fault -> ClientErrors.internal("answering a request", fault))
                .orElseGet(() -> ClientErrors.of(ErrorCode.INTERNAL, status.getReason()))
            : ofClient(status);
    byte[] body = Replies.bytes(Map.of("errors", List.of(error.toSpecification())));
    return response
        .header(
            HttpHeaders.CONNECTION,
            status == HttpStatus.REQUEST_ENTITY_TOO_LARGE ? "close" : "keep-alive")
        .body(body)
        .contentType(ReplyType.JSON.contentType());
  }

  private static ClientError ofClient(HttpStatus status) {
    return switch (status) {
      case REQUEST_ENTITY_TOO_LARGE ->
          ClientErrors.tooComplex("body", "reading the body: it is larger than allowed");
      case NOT_FOUND -> ClientErrors.of(ErrorCode.NOT_FOUND, "nothing is served at this path");
      default ->
          ClientErrors.of(ErrorCode.BAD_USER_INPUT, "answering the request: " + status.getReason());
    };
  }
}
