package com.caiatech.afdp.gateway.execution;

import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.OperationDefinition.Operation;
import graphql.language.SelectionSet;
import java.util.Objects;
import java.util.Optional;

/// A request after its document was parsed, measured against the limits and validated; nothing was
/// executed.
public sealed interface Prepared {

  /// It can be executed.
  ///
  /// @param plan empty where graphql-java has to answer it
  /// @param price of the operation, which is within the budget
  record Ready(
      GraphQlRequest request,
      PreparsedDocumentEntry document,
      OperationDefinition definition,
      Optional<Plan> plan,
      OperationPrice price)
      implements Prepared {
    /// Whether it is a query, a mutation or a subscription.
    public Operation operation() {
      return definition.getOperation();
    }

    /// Whether it asks for that top-level field, under whatever alias and in whatever fragment.
    boolean asksFor(String field) {
      return asksFor(field, definition.getSelectionSet());
    }

    private boolean asksFor(String field, SelectionSet selections) {
      return selections.getSelections().stream()
          .anyMatch(
              selection ->
                  switch (selection) {
                    case Field found -> found.getName().equals(field);
                    case InlineFragment inline -> asksFor(field, inline.getSelectionSet());
                    case FragmentSpread spread -> asksFor(field, fragment(spread.getName()));
                    default -> throw new IllegalStateException("no selection: " + selection);
                  });
    }

    private SelectionSet fragment(String name) {
      return Objects.requireNonNull(document.getDocument())
          .getDefinitionsOfType(FragmentDefinition.class)
          .stream()
          .filter(fragment -> fragment.getName().equals(name))
          .findFirst()
          .orElseThrow()
          .getSelectionSet();
    }
  }

  /// It cannot.
  record Refused(Outcome.Refused outcome) implements Prepared {}
}
