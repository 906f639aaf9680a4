package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.execution.ClientError;
import com.caiatech.afdp.gateway.execution.GraphQlRequest;
import io.micronaut.http.HttpStatus;

/// What became of reading a request.
sealed interface Reading {
  record Read(GraphQlRequest request) implements Reading {}

  /// No well-formed GraphQL request: the status holds whatever the client accepts.
  record Malformed(HttpStatus status, ClientError error) implements Reading {}
}
