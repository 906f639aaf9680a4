package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.error.ErrorCode;
import graphql.ExecutionResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;

/// What became of a request.
public sealed interface Outcome {
  /// When to ask again of what may have ended by then.
  Duration SOON = Duration.ofSeconds(1);

  /// It was executed; the response has `data`, perhaps null, perhaps with errors beside it.
  ///
  /// @param response as the specification's section 7 lays it out
  /// @param cost of what it holds
  record Answered(Map<String, Object> response, long cost) implements Outcome {}

  /// It was not executed, or nothing of it remains: a response without `data`.
  ///
  /// @param code of the error that decides the status
  /// @param retryAfter when asking again may help; zero where nothing is said
  record Refused(ErrorCode code, List<ClientError> errors, Duration retryAfter) implements Outcome {
    public Refused {
      errors = List.copyOf(errors);
    }

    Refused(ErrorCode code, List<ClientError> errors) {
      this(code, errors, Duration.ZERO);
    }

    public static Refused of(ClientError error) {
      return new Refused(error.code(), List.of(error));
    }

    /// There is no capacity for it now.
    static Refused overloaded(String message, Duration retryAfter) {
      ClientError error = ClientErrors.of(ErrorCode.OVERLOADED, message);
      return new Refused(error.code(), List.of(error), retryAfter);
    }

    /// As the specification's section 7 lays it out.
    public Map<String, Object> response() {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put(
          "errors", errors.stream().map(ClientError::toSpecification).collect(Collectors.toList()));
      return response;
    }
  }

  /// A subscription: one response an event.
  record Stream(Publisher<ExecutionResult> results) implements Outcome {}
}
