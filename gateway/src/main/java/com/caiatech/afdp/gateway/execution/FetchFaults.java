package com.caiatech.afdp.gateway.execution;

import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Turns what a data fetcher throws into what the client may see.
final class FetchFaults implements DataFetcherExceptionHandler {
  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    Throwable fault = parameters.getException();
    Throwable cause = fault.getCause();
    while ((fault instanceof CompletionException || fault instanceof ExecutionException)
        && cause != null) {
      fault = cause;
      cause = fault.getCause();
    }
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(
                ClientErrors.ofFault(fault, parameters.getPath(), parameters.getSourceLocation()))
            .build());
  }
}
