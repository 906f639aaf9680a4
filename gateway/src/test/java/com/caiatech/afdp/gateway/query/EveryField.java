package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.execution.SchemaWiring;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Queries that ask for every field of the published schema that queries can reach: an object with
/// a global id is asked for all its fields where it is met first, and for its scalars below.
final class EveryField {
  private static final String TYPE = "__typename";

  private final GraphQLSchema schema;
  private final Set<String> asked = new TreeSet<>();

  private EveryField(GraphQLSchema schema) {
    this.schema = schema;
  }

  static EveryField published() {
    return new EveryField(
        UnExecutableSchemaGenerator.makeUnExecutableSchema(
            SchemaWiring.published(RuntimeWiring.newRuntimeWiring().build(), Map.of()).types()));
  }

  /// Whether objects of the type have global ids.
  boolean isNode(String type) {
    return schema.getType(type) instanceof GraphQLObjectType object && isNode(object);
  }

  /// Asks for one object, by the variable `id`.
  String ofNode(String type) {
    GraphQLObjectType object = (GraphQLObjectType) Objects.requireNonNull(schema.getType(type));
    return "query($id: ID!) { node(id: $id) { __typename ... on %s %s } }"
        .formatted(type, all(object));
  }

  /// Asks for the paths from one thing to others, by their global ids.
  String ofPaths(String from, List<String> to) {
    return to.stream()
        .map(
            id ->
                "p%d: paths(from: \"%s\", to: \"%s\", maxDepth: 3) %s"
                    .formatted(to.indexOf(id), from, id, fields("paths")))
        .collect(Collectors.joining(" ", "{ __typename ", " }"));
  }

  /// Asks for the blast radius of things, by their global ids.
  String ofBlastRadius(List<String> things) {
    return things.stream()
        .map(
            id ->
                "b%d: blastRadius(of: \"%s\") %s"
                    .formatted(things.indexOf(id), id, fields("blastRadius")))
        .collect(Collectors.joining(" ", "{ __typename ", " }"));
  }

  /// Asks for what can be reached from a thing, by its global id.
  String ofReach(String from) {
    return "{ reachable(from: \"%s\", maxDepth: 2, first: 20) %s }"
        .formatted(from, fields("reachable"));
  }

  /// Asks for what differs between each deployment and the next, by their global ids, and since
  /// long ago in an environment.
  List<String> ofDifferences(List<String> deployments, String environment) {
    List<String> queries = new ArrayList<>();
    queries.add(
        "{ diff(from: {environment: \"%1$s\", asOf: \"2020-01-01T00:00:00.000Z\"}, to: {environment: \"%1$s\"}) %2$s }"
            .formatted(environment, fields("diff")));
    queries.add(
        IntStream.range(0, deployments.size())
            .mapToObj(
                i ->
                    "c%d: compare(a: \"%s\", b: \"%s\") %s"
                        .formatted(
                            i,
                            deployments.get(i),
                            deployments.get((i + 1) % deployments.size()),
                            fields("compare")))
            .collect(Collectors.joining(" ", "{ __typename ", " }")));
    return queries;
  }

  /// Asks for the lists, and for what serves and where each commit is.
  List<String> ofRoots(List<String> commits) {
    String locations =
        commits.stream()
            .map(
                sha ->
                    "c%1$s: whereIs(repository: \"shop\", sha: \"%1$s\") %2$s"
                        .formatted(sha, fields("whereIs")))
            .collect(Collectors.joining(" "));
    return List.of(
        "{ deployments(first: 50) %s }".formatted(fields("deployments")),
        "{ incidents(first: 50) %s }".formatted(fields("incidents")),
        "{ savedQueries(first: 5) %s }".formatted(fields("savedQueries")),
        "{ services(first: 5) %s }".formatted(fields("services")),
        "{ repositories(first: 5) %s }".formatted(fields("repositories")),
        "{ assertedDeployments(first: 5) %s }".formatted(fields("assertedDeployments")),
        "{ environments(first: 5) %s }".formatted(fields("environments")),
        "{ commits(first: 50) %s }".formatted(fields("commits")),
        "{ violations(first: 100) %s }".formatted(fields("violations")),
        "{ checks(first: 5) %s approvals(first: 5) %s }"
            .formatted(fields("checks"), fields("approvals")),
        "{ files(first: 5) %s }".formatted(fields("files")),
        "{ steps(first: 5) %s records(first: 5) %s }".formatted(fields("steps"), fields("records")),
        "{ persons(first: 5) %s teams(first: 5) %s }".formatted(fields("persons"), fields("teams")),
        "{ ledgers %s }".formatted(fields("ledgers")),
        "{ unproven(first: 50) %s }".formatted(fields("unproven")),
        "{ search(text: \"shop\", first: 50) %s }".formatted(fields("search")),
        "{ runningAt(service: \"shop\", environment: \"staging\") %s running(first: 5) %s }"
            .formatted(fields("runningAt"), fields("running")),
        "{ __typename %s }".formatted(locations));
  }

  /// What was asked for, as `Type.field`.
  Set<String> asked() {
    return asked;
  }

  /// The fields that are never null, of every type that a query can reach.
  Set<String> neverNull() {
    Set<String> fields = new TreeSet<>();
    Set<String> met = new TreeSet<>(Set.of("Query", "Node", "GraphDigest"));
    Deque<GraphQLFieldsContainer> open = new ArrayDeque<>();
    schema.getQueryType().getFieldDefinitions().forEach(root -> meet(root, met, open));
    while (!open.isEmpty()) {
      GraphQLFieldsContainer type = open.remove();
      for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
        if (GraphQLTypeUtil.isNonNull(field.getType())) {
          fields.add(type.getName() + "." + field.getName());
        }
        meet(field, met, open);
      }
    }
    return fields;
  }

  private static void meet(
      GraphQLFieldDefinition field, Set<String> met, Deque<GraphQLFieldsContainer> open) {
    if (GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer below
        && met.add(below.getName())) {
      open.add(below);
    }
  }

  /// Notes the fields of an answer that hold something, as `Type.field`.
  void notNull(Object answer, Set<String> seen) {
    if (answer instanceof Map<?, ?> object) {
      object.forEach(
          (field, value) -> {
            if (value != null) {
              seen.add(object.get(TYPE) + "." + field);
              notNull(value, seen);
            }
          });
    } else if (answer instanceof List<?> elements) {
      elements.forEach(element -> notNull(element, seen));
    }
  }

  private String fields(String root) {
    GraphQLFieldDefinition field = schema.getQueryType().getFieldDefinition(root);
    return all((GraphQLFieldsContainer) GraphQLTypeUtil.unwrapAll(field.getType()));
  }

  /// All fields of the type.
  private String all(GraphQLFieldsContainer type) {
    return type.getFieldDefinitions().stream()
        .map(field -> asked(type, field) + below(type, field))
        .collect(Collectors.joining(" ", "{ __typename ", " }"));
  }

  /// What is asked for of a field's object; nothing where it has no fields.
  private String below(GraphQLFieldsContainer type, GraphQLFieldDefinition field) {
    if (!(GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer below)) {
      return "";
    }
    boolean again = field.getName().equals("edges") && type.getFieldDefinition("nodes") != null;
    return again ? edges(below) : isNode(below) ? scalars(below) : all(below);
  }

  /// The edges of a connection whose objects are asked for all their fields beside them.
  private String edges(GraphQLFieldsContainer type) {
    return type.getFieldDefinitions().stream()
        .map(
            field ->
                asked(type, field)
                    + (GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer
                        ? "{ __typename } "
                        : ""))
        .collect(Collectors.joining(" ", "{ __typename ", " }"));
  }

  private String scalars(GraphQLFieldsContainer type) {
    return type.getFieldDefinitions().stream()
        .filter(
            field ->
                !(GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLFieldsContainer))
        .map(field -> asked(type, field))
        .collect(Collectors.joining(" ", "{ __typename ", " }"));
  }

  private String asked(GraphQLFieldsContainer type, GraphQLFieldDefinition field) {
    asked.add(type.getName() + "." + field.getName());
    return field.getName() + (field.getArgument("first") == null ? " " : "(first: 5) ");
  }

  private static boolean isNode(GraphQLFieldsContainer type) {
    return type instanceof GraphQLObjectType object
        && object.getInterfaces().stream()
            .map(GraphQLNamedOutputType.class::cast)
            .anyMatch(it -> it.getName().equals("Node"));
  }
}
