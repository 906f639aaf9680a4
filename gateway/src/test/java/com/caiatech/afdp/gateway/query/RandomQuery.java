package com.caiatech.afdp.gateway.query;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes valid queries over the whole schema: any field, alias, argument and fragment. Each object
/// with a global id is asked for it under the key `ref`, so that a reference can look it up.
final class RandomQuery {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_FIELDS = 40;

  /// Texts for arguments, by the argument's name; others are left out where the schema allows. The
  /// plain statements that answers are held against know no other moment than now, apart from
  /// `runningAt`.
  private static final Map<String, List<String>> ARGUMENTS =
      Map.ofEntries(
          Map.entry("first", List.of("1", "3", "100")),
          Map.entry("last", List.of("1", "3", "100")),
          Map.entry("name", List.of("\"checkout\"", "\"production\"", "\"nobody\"")),
          Map.entry("service", List.of("\"checkout\"", "\"cart\"")),
          Map.entry("environment", List.of("\"production\"", "\"staging\"")),
          Map.entry("repository", List.of("\"shop\"")),
          Map.entry("personId", List.of("\"p_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"", "\"nobody\"")),
          Map.entry(
              "ids",
              List.of(
                  "[]",
                  "[\"urn:afdp:commit:shop:0009\", \"x\","
                      + " \"urn:afdp:deployment:018b0000-0000-7000-8000-000000000003\"]")),
          Map.entry("sha", List.of("\"0007\"", "\"0009\"", "\"ffff\"")),
          Map.entry("stage", List.of("PRE", "POST")),
          Map.entry("role", List.of("APPLICATION", "IAC")),
          Map.entry(
              "from",
              List.of(
                  "\"urn:afdp:deployment:018b0000-0000-7000-8000-000000000004\"",
                  "\"urn:afdp:incident:018b0000-0000-7000-8000-000000000101\"",
                  "\"urn:afdp:service:checkout\"")),
          Map.entry(
              "to",
              List.of(
                  "\"urn:afdp:commit:shop:0009\"",
                  "\"urn:afdp:file:shop:README.md\"",
                  "\"urn:afdp:person:p_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"")),
          Map.entry("text", List.of("\"change\"", "\"src\"", "\"release 4\"", "\"zebra\"")),
          Map.entry("kinds", List.of("[COMMIT]", "[FILE, DEPLOYMENT]")),
          Map.entry("a", List.of("\"018b0000-0000-7000-8000-000000000004\"")),
          Map.entry(
              "b",
              List.of(
                  "\"018b0000-0000-7000-8000-000000000001\"",
                  "\"018b0000-0000-7000-8000-000000000006\"")),
          Map.entry(
              "of",
              List.of(
                  "\"urn:afdp:commit:shop:0007\"",
                  "\"urn:afdp:file:shop:README.md\"",
                  "\"urn:afdp:deployment:018b0000-0000-7000-8000-000000000004\"",
                  "\"urn:afdp:key:f1\"")),
          Map.entry("maxDepth", List.of("2", "5")),
          Map.entry("maxPaths", List.of("1", "20")),
          Map.entry("direction", List.of("OUTGOING", "INCOMING")),
          Map.entry("via", List.of("[]", "[\"urn:afdp:commit:shop:0008\"]")),
          Map.entry("through", List.of("[COMMIT, FILE, SERVICE]")),
          Map.entry("excluding", List.of("[\"urn:afdp:commit:shop:0007\"]")),
          Map.entry("relationships", List.of("[SHIPPED, TOUCHED, CAUSED_BY]")),
          Map.entry("shortestOnly", List.of("true")),
          Map.entry("directed", List.of("true")),
          Map.entry("asOf", List.of("\"2023-11-14T22:13:32.000Z\"")),
          Map.entry("atLeast", List.of("[\"deployment-manifests:30\"]", "[]")));

  private static final Map<String, List<String>> IDS =
      Map.of(
          "deployment",
              List.of(
                  "\"018b0000-0000-7000-8000-000000000004\"",
                  "\"018b0000-0000-7000-8000-000000000006\"",
                  "\"018b0000-0000-7000-8000-00000000ffff\""),
          "incident", List.of("\"018b0000-0000-7000-8000-000000000101\""),
          "assertedDeployment", List.of("\"018b0000-0000-7000-8000-000000000301\""),
          "savedQuery", List.of("\"018b0000-0000-7000-8000-000000000501\""),
          "record", List.of("\"018b0000-0000-8000-8000-000000000003\""),
          "node",
              List.of(
                  "\"urn:afdp:deployment:018b0000-0000-7000-8000-000000000003\"",
                  "\"urn:afdp:commit:shop:0009\"",
                  "\"urn:afdp:person:p_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\""));

  private static final Map<String, List<String>> FILTERS =
      Map.of(
          "DeploymentFilter",
              List.of(
                  "{service: {name: {eq: \"checkout\"}}, environment: {name: {eq:"
                      + " \"production\"}}}",
                  "{or: [{status: {in: [FAILED, RUNNING]}}, {type: {eq: DEPLOY}}]}",
                  "{soundness: {in: [UNSOUND, PENDING]}}",
                  "{not: {environment: {name: {eq: \"staging\"}}}, startedAt: {gte:"
                      + " \"2023-11-14T22:13:21.000Z\"}}"),
          "CommitFilter",
              List.of(
                  "{repository: {name: {eq: \"shop\"}}, author: {personId: {eq:"
                      + " \"p_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"}}}",
                  "{files: {some: {path: {under: \"src/cart\"}}}}"),
          "FileFilter",
              List.of(
                  "{path: {under: \"src/cart\"}, repository: {name: {eq: \"shop\"}}}",
                  "{or: [{path: {contains: \"cart\"}}, {not: {repository: {name: {eq: \"shop\"}}}}]}"),
          "SavedQueryFilter",
              List.of(
                  "{sharedWith: {has: \"viewer\"}, name: {exists: true}}",
                  "{or: [{name: {startsWith: \"last\"}}, {savedBy: {personId: {eq:"
                      + " \"p_cccccccccccccccccccccccccccccccc\"}}}]}"),
          "IncidentFilter",
              List.of(
                  "{services: {some: {name: {eq: \"checkout\"}}}, severity: {in: [SEV1, SEV2]}}"),
          "DiffState",
              List.of(
                  "{environment: \"production\"}",
                  "{environment: \"staging\"}",
                  "{environment: \"production\", asOf: \"2023-11-14T22:13:32.000Z\"}"),
          "UnprovenFilter",
              List.of(
                  "{kind: {in: [MISSING_APPROVAL, NO_GO]}}",
                  "{deployment: {service: {name: {eq: \"checkout\"}}}}"),
          "ViolationFilter",
              List.of("{curedAt: {exists: false}}", "{volume: {eq: \"deployment-manifests\"}}"));

  private final GraphQLSchema schema;
  private final Random random;
  private int fields;

  RandomQuery(GraphQLSchema schema, long seed) {
    this.schema = schema;
    this.random = new Random(seed);
  }

  /// One field of a query, with those below it.
  record Asked(String parent, String name, String key, String type, List<Asked> below) {}

  /// A query and what it asks for.
  record Made(String text, List<Asked> asked) {}

  Made make() {
    StringBuilder text = new StringBuilder("{");
    List<Asked> asked = new ArrayList<>();
    List<GraphQLFieldDefinition> roots = schema.getQueryType().getFieldDefinitions();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      GraphQLFieldDefinition root = roots.get(random.nextInt(roots.size()));
      asked.add(append(text, schema.getQueryType(), root, "r" + i, 1));
    }
    return new Made(text.append(" }").toString(), asked);
  }

  private Asked append(
      StringBuilder text,
      GraphQLFieldsContainer parent,
      GraphQLFieldDefinition field,
      String key,
      int depth) {
    fields++;
    text.append(' ').append(key).append(": ").append(field.getName()).append(arguments(field));
    GraphQLType type = GraphQLTypeUtil.unwrapAll(field.getType());
    List<Asked> below = new ArrayList<>();
    if (type instanceof GraphQLFieldsContainer container) {
      text.append(" {");
      appendBelow(text, container, below, depth);
      text.append(" }");
    }
    return new Asked(
        parent.getName(), field.getName(), key, ((GraphQLNamedType) type).getName(), below);
  }

  private void appendBelow(
      StringBuilder text, GraphQLFieldsContainer type, List<Asked> below, int depth) {
    text.append(" __typename");
    if (type.getFieldDefinition("id") != null) {
      text.append(" ref: id");
    }
    if (type instanceof GraphQLInterfaceType) {
      for (String concrete : List.of("Deployment", "Commit", "Person")) {
        GraphQLObjectType on = (GraphQLObjectType) Objects.requireNonNull(schema.getType(concrete));
        text.append(" ... on ").append(concrete).append(" {");
        List<Asked> unchecked = new ArrayList<>();
        appendFields(text, on, unchecked, depth, concrete.substring(0, 1));
        text.append(" }");
      }
      return;
    }
    appendFields(text, type, below, depth, "f");
  }

  private void appendFields(
      StringBuilder text,
      GraphQLFieldsContainer type,
      List<Asked> below,
      int depth,
      String prefix) {
    text.append(" __typename");
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      List<GraphQLFieldDefinition> candidates =
          type.getFieldDefinitions().stream()
              .filter(
                  it ->
                      (depth < MAX_DEPTH && fields < MAX_FIELDS)
                          || !(GraphQLTypeUtil.unwrapAll(it.getType())
                              instanceof GraphQLFieldsContainer))
              .toList();
      if (!candidates.isEmpty()) {
        GraphQLFieldDefinition field = candidates.get(random.nextInt(candidates.size()));
        below.add(append(text, type, field, prefix + depth + i, depth + 1));
      }
    }
  }

  /// A list is read from its beginning or from its end.
  private String arguments(GraphQLFieldDefinition field) {
    String end = random.nextBoolean() ? "first" : "last";
    boolean hasEnds = field.getArgument("last") != null;
    String given =
        field.getArguments().stream()
            .filter(
                argument ->
                    !hasEnds
                        || argument.getName().equals(end)
                        || !Set.of("first", "last").contains(argument.getName()))
            .map(argument -> argument(field, argument))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(", "));
    return given.isEmpty() ? "" : "(" + given + ")";
  }

  private String argument(GraphQLFieldDefinition field, GraphQLArgument argument) {
    boolean isLength = Set.of("first", "last").contains(argument.getName());
    boolean needed = isLength || argument.getType() instanceof GraphQLNonNull;
    if (argument.getName().equals("orderBy")) {
      return random.nextBoolean() ? "" : "orderBy: " + order(argument);
    }
    String type = GraphQLTypeUtil.simplePrint(GraphQLTypeUtil.unwrapNonNull(argument.getType()));
    List<String> choices =
        argument.getName().equals("id")
            ? IDS.getOrDefault(field.getName(), List.of())
            : FILTERS.getOrDefault(type, ARGUMENTS.getOrDefault(argument.getName(), List.of()));
    boolean ofAnotherMoment =
        argument.getName().equals("asOf") && !field.getName().equals("runningAt");
    if (choices.isEmpty() || ofAnotherMoment || (!needed && random.nextBoolean())) {
      return "";
    }
    return argument.getName() + ": " + choices.get(random.nextInt(choices.size()));
  }

  private String order(GraphQLArgument argument) {
    GraphQLInputObjectType input =
        (GraphQLInputObjectType) GraphQLTypeUtil.unwrapAll(argument.getType());
    GraphQLEnumType fields =
        (GraphQLEnumType) GraphQLTypeUtil.unwrapAll(input.getField("field").getType());
    List<GraphQLEnumValueDefinition> values = fields.getValues();
    return "{field: %s, direction: %s}"
        .formatted(
            values.get(random.nextInt(values.size())).getName(),
            random.nextBoolean() ? "ASC" : "DESC");
  }
}
