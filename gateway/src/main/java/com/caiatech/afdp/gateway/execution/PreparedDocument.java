package com.caiatech.afdp.gateway.execution;

import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.OperationDefinition;
import java.util.List;
import java.util.Map;

/// A document that was parsed, measured and validated, or what is wrong with it.
///
/// @param operations each by the definition's identity; none where it has errors
record PreparedDocument(
    PreparsedDocumentEntry entry, Map<OperationDefinition, PreparedOperation> operations) {
  static PreparedDocument refused(GraphQLError... errors) {
    return new PreparedDocument(new PreparsedDocumentEntry(List.of(errors)), Map.of());
  }
}
