package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.cost.AnswerPrice;
import com.caiatech.afdp.gateway.cost.Cost;
import com.caiatech.afdp.gateway.security.Principal;
import com.fasterxml.jackson.core.JsonGenerator;
import graphql.GraphQLContext;

/// An answer while it is written. Used once, by one thread.
final class Answer {
  private final JsonGenerator json;
  private final Principal reader;
  private final GraphQLContext context;
  private long cost;

  /// @param reader of the answer
  /// @param context for what serialises scalars
  Answer(JsonGenerator json, Principal reader, GraphQLContext context) {
    this.json = json;
    this.reader = reader;
    this.context = context;
  }

  JsonGenerator json() {
    return json;
  }

  Principal reader() {
    return reader;
  }

  GraphQLContext context() {
    return context;
  }

  /// Adds what a field costs that gives so many objects.
  void add(AnswerPrice.OfField price, int objects) {
    cost = Cost.plus(cost, price.of(objects));
  }

  /// What was written so far costs.
  long cost() {
    return cost;
  }
}
