package com.caiatech.afdp.gateway.execution;

import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.OperationDefinition;
import graphql.language.OperationDefinition.Operation;

/// A request after its document was parsed, measured against the limits and validated; nothing was
/// executed.
public sealed interface Prepared {

  /// It can be executed.
  record Ready(
      GraphQlRequest request, PreparsedDocumentEntry document, OperationDefinition definition)
      implements Prepared {
    /// Whether it is a query, a mutation or a subscription.
    public Operation operation() {
      return definition.getOperation();
    }
  }

  /// It cannot.
  record Refused(Outcome.Refused outcome) implements Prepared {}
}
