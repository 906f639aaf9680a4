package com.caiatech.afdp.gateway.query;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.execution.Planner;
import com.caiatech.afdp.gateway.load.FairCapacity;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gives code to every field that is read from the graph.
public final class QueryWiring {
  private final GraphQueries queries;
  private final Supplier<GraphDigest> digest;
  private final AccessRules rules;
  private final PersonalValues personalValues;
  private final GraphTurns turns;
  private final Map<String, ComputedField> computed =
      Map.of(
          "Record.body", QueryWiring::body,
          "Person.displayName", this::displayName,
          "Incident.description", this::description);

  /// Reads with the queries.
  ///
  /// @param digest computes the digest of the graph by one statement, streaming
  /// @param statements how many run at once, in all and of each principal
  /// @param threads runs one blocking task for each of several top-level fields
  public QueryWiring(
      GraphQueries queries,
      Supplier<GraphDigest> digest,
      AccessRules rules,
      PersonalValues personalValues,
      FairCapacity statements,
      Executor threads) {
    this.queries = queries;
    this.digest = digest;
    this.rules = rules;
    this.personalValues = personalValues;
    this.turns = new GraphTurns(statements, threads);
  }

  /// Adds scalars, fetchers and the resolver of global objects.
  public void wire(RuntimeWiring.Builder wiring) {
    Scalars.all().forEach(wiring::scalar);
    Map<String, Set<String>> catalogue = new HashMap<>(Catalogue.standard().fieldsByType());
    Set<String> roots = Objects.requireNonNull(catalogue.remove(Catalogue.QUERY));
    catalogue.forEach(
        (type, fields) ->
            wiring.type(
                type,
                builder -> {
                  fields.forEach(field -> builder.dataFetcher(field, fetcher(type, field)));
                  return builder;
                }));
    TopLevelFetcher topLevel = new TopLevelFetcher(queries, turns);
    wiring.type(
        Catalogue.QUERY,
        builder -> {
          roots.forEach(field -> builder.dataFetcher(field, topLevel));
          return builder
              .dataFetcher(Catalogue.NODE, topLevel)
              .dataFetcher(Catalogue.NODES, topLevel)
              .dataFetcher(LimitConfiguration.DIGEST_FIELD, this::digest);
        });
    TypeResolver resolver =
        environment ->
            environment
                .getSchema()
                .getObjectType(Objects.requireNonNull(environment.<Row>getObject()).type());
    wiring.type("Node", builder -> builder.typeResolver(resolver));
    wiring.type("Fact", builder -> builder.typeResolver(resolver));
    wireDigest(wiring);
  }

  /// Plans queries whose answers are written straight from what the graph gives.
  ///
  /// @param maxResponseBytes of an answer; graphql-java answers with more
  public Planner planner(int maxResponseBytes) {
    return new QueryPlanner(queries, turns, computed, maxResponseBytes);
  }

  private DataFetcher<? extends @Nullable Object> fetcher(String type, String field) {
    ComputedField shown = computed.get(type + "." + field);
    return shown == null
        ? RowFetcher.INSTANCE
        : environment -> shown.shown(RowFetcher.INSTANCE.get(environment), principal(environment));
  }

  private @Nullable Object digest(DataFetchingEnvironment environment) {
    rules.demandDigest(principal(environment), LimitConfiguration.DIGEST_FIELD);
    return turns.shared(environment, digest::get);
  }

  private static void wireDigest(RuntimeWiring.Builder wiring) {
    new TypedFields<>("GraphDigest", GraphDigest.class)
        .field("sha256", it -> it.sha256().value())
        .field("observationsSha256", it -> it.observations().sha256().value())
        .field("nodes", GraphDigest::nodes)
        .field("relationships", GraphDigest::relationships)
        .field("foreign", GraphDigest::foreign)
        .field("pending", GraphDigest::pending)
        .field("cut", GraphDigest::cut)
        .wire(wiring);
  }

  private static @Nullable Object body(@Nullable Object found, Principal reader) {
    try {
      return found instanceof String text
          ? RecordJson.mapper().readValue(text, Object.class)
          : null;
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException("a projected record is no JSON", broken);
    }
  }

  /// The graph gives the person's id, and a sealed name with the commit that holds it.
  private @Nullable Object displayName(@Nullable Object given, Principal reader) {
    return given instanceof List<?> found
        ? personalValues.displayName(
            reader,
            new PersonId(String.valueOf(found.get(0))),
            (String) found.get(1),
            (String) found.get(2))
        : null;
  }

  /// The graph gives the text, and the records that may hold it.
  private @Nullable Object description(@Nullable Object given, Principal reader) {
    return given instanceof List<?> found
        ? personalValues.description(
            reader,
            String.valueOf(found.getFirst()),
            found.stream().skip(1).map(String.class::cast).toList())
        : null;
  }

  private static Principal principal(DataFetchingEnvironment environment) {
    return Objects.requireNonNull(environment.getGraphQlContext().get(Principal.class));
  }
}
