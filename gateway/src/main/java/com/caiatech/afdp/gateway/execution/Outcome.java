package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.error.ErrorCode;
import graphql.ExecutionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;

/// What became of a request.
public sealed interface Outcome {

  /// It was executed; the response has `data`, perhaps null, perhaps with errors beside it.
  ///
  /// @param response as the specification's section 7 lays it out
  record Answered(Map<String, Object> response) implements Outcome {}

  /// It was not executed, or nothing of it remains: a response without `data`.
  ///
  /// @param code of the error that decides the status
  record Refused(ErrorCode code, List<ClientError> errors) implements Outcome {
    public Refused {
      errors = List.copyOf(errors);
    }

    static Refused of(ClientError error) {
      return new Refused(error.code(), List.of(error));
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
