package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import graphql.GraphQLError;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Counts of what a document writes, each node once: it costs the document's own size to compute,
/// whatever its fragments make of it.
record DocumentSize(int aliases, int directives) {

  static DocumentSize of(Document document) {
    int aliases = 0;
    int directives = 0;
    Deque<Node<?>> open = new ArrayDeque<>();
    open.push(document);
    while (!open.isEmpty()) {
      Node<?> node = open.pop();
      if (node instanceof Field field && field.getAlias() != null) {
        aliases++;
      } else if (node instanceof Directive) {
        directives++;
      }
      for (Node<?> child : node.getChildren()) {
        open.push(child);
      }
    }
    return new DocumentSize(aliases, directives);
  }

  Optional<GraphQLError> exceeded(LimitConfiguration limits) {
    if (aliases > limits.maxAliases()) {
      return Optional.of(exceeded("aliases", limits.maxAliases(), aliases));
    }
    if (directives > limits.maxDirectives()) {
      return Optional.of(exceeded("directives", limits.maxDirectives(), directives));
    }
    return Optional.empty();
  }

  private static GraphQLError exceeded(String limit, int allowed, int found) {
    return ClientErrors.tooComplex(
        limit,
        "the document: expected at most "
            + allowed
            + " "
            + limit
            + ", found "
            + found
            + "; nothing was executed");
  }
}
