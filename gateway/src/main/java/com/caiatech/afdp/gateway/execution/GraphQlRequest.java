package com.caiatech.afdp.gateway.execution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a request (GraphQL over HTTP, section 5.1). Variables and extensions are JSON
/// of the client's own shape until the schema has judged them, so they stay maps here.
public record GraphQlRequest(
    String query,
    @Nullable String operationName,
    Map<String, @Nullable Object> variables,
    Map<String, @Nullable Object> extensions) {
  public GraphQlRequest {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }
}
