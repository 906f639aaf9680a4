package com.caiatech.afdp.infra.benchmark.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request that a gateway has to refuse.
///
/// @param name what it tries
/// @param token null for the right one; empty for none
record Attack(String name, String contentType, String body, @Nullable String token) {
  private static final String JSON = "application/json";
  private static final String DOCUMENT = "{\"query\":\"";
  private static final String SUSPECTS =
      "incidents(first: 100) { nodes { suspects(first: 100) { score } } }";

  /// What asks for too much, cannot be meant, or comes from nobody.
  static final List<Attack> ALL =
      List.of(
          document("depth", "{ deployment(id: \"a\") " + nested("previous", 16) + " }"),
          document("aliases", "{ " + numbered(51, "a%d: service(name: \"a\") { id }") + " }"),
          document(
              "directives",
              "{ services(first: 1) { nodes { id " + "@skip(if: false) ".repeat(51) + "} } }"),
          document(
              "fragments that double",
              "{ service(name: \"a\") { ...F0 } } "
                  + numbered(60, "fragment F%d on Service { ...F%d ...F%2$d }")
                  + " fragment F60 on Service { id }"),
          document(
              "a cycle of fragments",
              "{ service(name: \"a\") { ...A } } fragment A on Service { ...B } "
                  + "fragment B on Service { ...A }"),
          document(
              "introspection",
              "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"),
          document("tokens", "{ " + "__typename ".repeat(6_000) + "}"),
          document("cost", "{ " + numbered(50, "a%d: " + SUSPECTS) + " }"),
          document(
              "nesting",
              "{ " + numbered(25, "a%d: deployment(id: \"a\") " + nested("previous", 10)) + " }"),
          document(
              "a number beyond all",
              "{ services(first: " + "9".repeat(400) + ") { nodes { id } } }"),
          document("no GraphQL", "{ services(first: 1) { nodes { id } }"),
          document("an unknown field", "{ service(name: \"a\") { drop } }"),
          raw("no JSON", "{\"query\": \"{ __typename }\""),
          raw("a batch", "[" + "{\"query\": \"{ __typename }\"},".repeat(50) + "{}]"),
          raw("deep variables", deepVariables()),
          raw("a body of 300 KiB", "{\"query\": \"" + " ".repeat(300 << 10) + "\"}"),
          new Attack("a form", "application/x-www-form-urlencoded", "query=a", null),
          new Attack("no token", JSON, good(), ""),
          new Attack("another's token", JSON, good(), "afdp_" + "a".repeat(43)));

  /// One that is no attack.
  static final Attack NONE = new Attack("a good request", JSON, good(), null);

  private static String good() {
    return DOCUMENT + "{ __typename }\"}";
  }

  private static Attack document(String name, String text) {
    return raw(name, JsonNodeFactory.instance.objectNode().put("query", text).toString());
  }

  private static Attack raw(String name, String body) {
    return new Attack(name, JSON, body, null);
  }

  private static String deepVariables() {
    return "{\"query\": \"{ __typename }\", \"variables\": {\"a\": "
        + "[".repeat(1_000)
        + "]".repeat(1_000)
        + "}}";
  }

  private static String nested(String field, int deep) {
    return ("{ " + field + " ").repeat(deep) + "{ id }" + " }".repeat(deep);
  }

  private static String numbered(int count, String text) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(text.formatted(i, i + 1)).append(' ');
    }
    return all.toString();
  }

  /// The body of that round: a document is another each time, as no attacker sends one that was
  /// judged already.
  String body(int round) {
    return body.replace(DOCUMENT, DOCUMENT + "# " + round + "\\n");
  }

  @Override
  public String toString() {
    return name;
  }
}
