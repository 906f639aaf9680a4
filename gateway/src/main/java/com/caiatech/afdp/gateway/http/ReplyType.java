package com.caiatech.afdp.gateway.http;

import io.micronaut.http.MediaType;

/// The media types of answers to GraphQL requests, the preferred one first.
enum ReplyType {
  /// GraphQL over HTTP, section 6.4.2: the status tells of failed requests.
  GRAPHQL_RESPONSE("application/graphql-response+json"),
  /// GraphQL over HTTP, section 6.4.1: 200 for every well-formed response.
  JSON("application/json"),
  /// GraphQL over SSE, distinct connections mode.
  EVENT_STREAM("text/event-stream");

  private final String name;

  ReplyType(String name) {
    this.name = name;
  }

  String type() {
    return name.substring(0, name.indexOf('/'));
  }

  String subtype() {
    return name.substring(name.indexOf('/') + 1);
  }

  MediaType contentType() {
    return MediaType.of(name + "; charset=utf-8");
  }
}
