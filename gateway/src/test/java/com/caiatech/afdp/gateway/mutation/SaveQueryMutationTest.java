package com.caiatech.afdp.gateway.mutation;

import static com.caiatech.afdp.gateway.mutation.MutationSamples.ADMIN;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.APPROVER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.MANAGER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.VIEWER;
import static com.caiatech.afdp.gateway.mutation.MutationSamples.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.configuration.ShareConfiguration;
import com.caiatech.afdp.gateway.execution.GraphQlEngine;
import com.caiatech.afdp.gateway.execution.GraphQlRequest;
import com.caiatech.afdp.gateway.execution.Outcome;
import com.caiatech.afdp.gateway.execution.Prepared;
import com.caiatech.afdp.gateway.execution.SchemaWiring;
import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import com.caiatech.afdp.gateway.query.Scalars;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.SavedQuery;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.UnionTypeDefinition;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeDefinitionRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What people keep under a name, asked of the engine that has to judge the documents.
class SaveQueryMutationTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  private static final String GOOD =
      "query ($env: String!, $first: Int = 10) { deployments(first: $first, filter: {environment:"
          + " {name: {eq: $env}}}) { nodes { id } } }";
  @TempDir static Path folder;

  private static StartedMutations started;
  private static GraphQlEngine engine;

  @BeforeAll
  static void startWorkers() {
    started = StartedMutations.on(folder, NEO4J.driver(), Clock.systemUTC(), Set.of());
    engine =
        new GraphQlEngine(
            wiring(started.mutations()),
            LimitConfiguration.DEFAULTS,
            ShareConfiguration.DEFAULTS,
            new GatewayMetrics(new SimpleMeterRegistry()));
  }

  @AfterAll
  static void stopWorkers() {
    started.close();
  }

  @Test
  void whatSomebodySavesIsRecordedAsTheirsAndOnceByEachRequest() {
    Map<String, Object> input = saving(GOOD);
    input.put("purpose", "what @local-approver asks for");
    input.put("sharedWith", List.of("viewer", "approver", "viewer"));
    UUID id = (UUID) Objects.requireNonNull(input.get("id"));
    assertThat(told(ADMIN, input)).isEqualTo("QuerySaved " + id);
    assertThat(told(ADMIN, input)).as("sent again").isEqualTo("QuerySaved " + id);
    String conflict = "CONFLICT id " + id + ": another request was sent under it; make a new id";
    assertThat(told(ADMIN, with(input, "name", "another"))).isEqualTo(conflict);
    assertThat(told(MANAGER, input)).as("another person").isEqualTo(conflict);

    SavedQuery query = standing(id, id);
    assertThat(query)
        .returns("All of it", SavedQuery::name)
        .returns("what @" + APPROVER.personId() + " asks for", SavedQuery::purpose)
        .returns(GOOD, SavedQuery::document)
        .returns(List.of("$env: String!", "$first: Int = 10"), SavedQuery::variables)
        .returns(List.of("approver", "viewer"), SavedQuery::sharedWith)
        .returns(ADMIN.personId(), SavedQuery::savedBy);
    assertThat(Objects.requireNonNull(query.intent()).statement())
        .returns("saveQuery", Statement::action)
        .returns(ADMIN.personId(), Statement::personId);

    Map<String, Object> withdrawing = new HashMap<>();
    withdrawing.put("id", Ids.newUuid7(Instant.now()));
    withdrawing.put("savedQueryId", id);
    assertThat(told(ADMIN, withdrawing)).isEqualTo("QuerySaved " + id);
    UUID request = (UUID) Objects.requireNonNull(withdrawing.get("id"));
    assertThat(standing(id, request).document()).isNull();
  }

  @Test
  void aDocumentThatCouldNotBeAskedNowIsRefusedWithWhatIsWrong() {
    refused("{ nothing }", "document: ", "'nothing'");
    refused("{ services(first: 1)", "document: ", "Invalid syntax");
    refused("mutation { __typename }", "document: expected a query, found a mutation");
    refused(
        "subscription { deploymentProgress(id: \"018b0000-0000-7000-8000-000000000001\") { __typename"
            + " } }",
        "document: expected a query, found a subscription");
    refused("query A { __typename } query B { __typename }", "document: ", "multiple operations");
    refused("fragment A on Service { name }", "document: ");
    refused(
        "{ services(first: 1) { nodes { ...A } } } fragment A on Service { ...B } fragment B on"
            + " Service { ...A }",
        "document: ",
        "cycle");
    refused(
        nested("deployments(first: 100) { nodes { service { ", 3), "expected a cost of at most");
    refused(
        "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } }"
            + " } } } } } }",
        "document: ");
    refused(
        IntStream.range(0, 500)
            .mapToObj(i -> "a" + i + ": __typename")
            .collect(Collectors.joining(" ", "{ ", " }")),
        "document: ");
    refused("{ __typename }" + " ".repeat(1 << 20), "document: expected at most 16384 characters");
    refused(
        "{ files(first: 1, filter: {path: {eq: \"ada@example.com\"}}) { nodes { id } } }",
        "document: holds an e-mail");
    refused("{ __typename } # \u202e", "document: expected text without control");
    String variables =
        IntStream.range(0, 51).mapToObj(i -> "$a" + i + ": Int").collect(Collectors.joining(", "));
    refused("query (" + variables + ") { __typename }", "document: ");
  }

  @Test
  void oneIsRefusedWithWhatIsWrong() {
    assertThat(told(VIEWER, saving(GOOD)))
        .isEqualTo(
            "FORBIDDEN saveQuery: expected one of the roles [deployer, approver, incident-manager,"
                + " admin], found [viewer]; nothing was changed");
    for (String bent : new String[] {"a\u202eb", "a\u2066b", "a\u0000b", "a\u001b[2Jb"}) {
      isRefused("name: expected text without control", Map.of("name", bent));
    }
    for (String bent : new String[] {"a\nb", " a", "-a", "a\u200bb", "ask @ada"}) {
      isRefused("name: expected letters, digits", Map.of("name", bent));
    }
    isRefused("name: expected a text", Map.of("name", " "));
    isRefused("name: expected at most 80", Map.of("name", "x".repeat(81)));
    isRefused("purpose: expected at most 500", Map.of("purpose", "x".repeat(501)));
    isRefused(
        "purpose: expected at most 500", Map.of("purpose", "x".repeat(480) + " @local-approver"));
    isRefused(
        "sharedWith: expected roles of [viewer, deployer, approver, incident-manager, auditor,"
            + " admin], found 'root'",
        Map.of("sharedWith", List.of("viewer", "root")));
    Map<String, Object> half = saving(GOOD);
    half.remove("name");
    assertThat(told(ADMIN, half))
        .isEqualTo(
            "INVALID_INPUT name, document: expected both, or neither to withdraw the saved query,"
                + " found a document");
    half.remove("document");
    assertThat(told(ADMIN, half))
        .isEqualTo(
            "INVALID_INPUT name, document: expected both of a new saved query, found neither");
    half.put("savedQueryId", Ids.newUuid7(Instant.now()));
    half.put("purpose", "none");
    assertThat(told(ADMIN, half)).startsWith("INVALID_INPUT purpose, sharedWith: ");
    Instant longAgo = Instant.now().minus(Duration.ofHours(1));
    assertThat(told(ADMIN, with(saving(GOOD), "id", Ids.newUuid7(longAgo))))
        .startsWith("ID_NOT_CURRENT id ");
  }

  private static String nested(String selection, int times) {
    return "{ " + selection.repeat(times) + "id" + " } } }".repeat(times) + " }";
  }

  private static void refused(String document, String... why) {
    assertThat(told(ADMIN, saving(document))).startsWith("INVALID_INPUT document: ").contains(why);
  }

  private static void isRefused(String why, Map<String, Object> change) {
    Map<String, Object> input = saving(GOOD);
    input.putAll(change);
    assertThat(told(ADMIN, input)).startsWith("INVALID_INPUT " + why);
  }

  private static Map<String, Object> saving(String document) {
    Map<String, Object> input = new HashMap<>();
    input.put("id", Ids.newUuid7(Instant.now()));
    input.put("name", "All of it");
    input.put("document", document);
    return input;
  }

  /// What the outcome tells: of which saved query it is, or why it was refused.
  private static String told(Principal principal, Map<String, Object> input) {
    Map<String, Object> sent = new HashMap<>(input);
    sent.replaceAll((_, value) -> value instanceof UUID id ? id.toString() : value);
    GraphQlRequest request =
        new GraphQlRequest(
            """
            mutation ($input: SaveQueryInput!) {
              saveQuery(input: $input) {
                __typename ... on QuerySaved { savedQueryId } ... on Refusal { reason message }
              }
            }
            """,
            null,
            Map.of("input", sent),
            Map.of());
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    engine.run(
        (Prepared.Ready) engine.prepare(request),
        "test",
        null,
        principal,
        new CompletableFuture<>(),
        outcome::complete);
    Map<?, ?> response = ((Outcome.Answered) outcome.join()).response();
    assertThat(response.get("errors")).isNull();
    Map<?, ?> data = (Map<?, ?>) Objects.requireNonNull(response.get("data"));
    Map<?, ?> told = (Map<?, ?>) Objects.requireNonNull(data.get("saveQuery"));
    return Stream.of(
            told.containsKey("reason") ? "reason" : "__typename", "message", "savedQueryId")
        .filter(told::containsKey)
        .map(field -> String.valueOf(told.get(field)))
        .collect(Collectors.joining(" "));
  }

  /// The published schema, of which nothing but mutations has an answer.
  private static SchemaWiring wiring(MutationWiring mutations) {
    RuntimeWiring.Builder mutating = RuntimeWiring.newRuntimeWiring();
    mutations.wire(mutating);
    RuntimeWiring coded = mutating.build();
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring(coded);
    TypeDefinitionRegistry types =
        SchemaWiring.published(RuntimeWiring.newRuntimeWiring().build(), Map.of()).types();
    types.getTypesMap(ObjectTypeDefinition.class).keySet().stream()
        .filter(type -> !coded.getDataFetchers().containsKey(type))
        .forEach(type -> wiring.type(type, builder -> builder.defaultDataFetcher(_ -> null)));
    Stream.concat(
            types.getTypesMap(InterfaceTypeDefinition.class).keySet().stream(),
            types.getTypesMap(UnionTypeDefinition.class).keySet().stream())
        .filter(type -> !coded.getTypeResolvers().containsKey(type))
        .forEach(type -> wiring.type(type, builder -> builder.typeResolver(_ -> null)));
    Scalars.all().forEach(wiring::scalar);
    return SchemaWiring.published(wiring.build(), Map.of());
  }

  private static SavedQuery standing(UUID query, UUID request) {
    return started
        .standing(RecordKind.SAVED_QUERY, Action.SAVE_QUERY, query, request)
        .body(SavedQuery.class);
  }
}
