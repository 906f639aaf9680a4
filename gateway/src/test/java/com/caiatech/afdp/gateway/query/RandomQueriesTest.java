package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RandomQueriesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path keys;

  private static final int QUERIES = Integer.getInteger("afdp.histories", 30);

  /// The most statements of a search: its ends and one on the way, six layers, two that are too
  /// large, and what joins the things.
  private static final int SEARCHING = 3 + 6 + 2 + 1;

  /// The most statements of a search for differences: what is known of the names, two states, and
  /// two parts of a walk for each of two services.
  private static final int COMPARING = 3 + 4;

  /// Who may ask every query.
  private static final Principal AUDITOR = QueryEngine.principal(Role.AUDITOR);

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
  }

  @Test
  void anyQueryCostsOneStatementForEachTopLevelFieldAndSaysWhatPlainStatementsSay()
      throws IOException {
    GraphQLSchema schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(published());
    QueryEngine engine = new QueryEngine(NEO4J.driver(), keys);
    QueryEngine withoutPlans = QueryEngine.withoutPlans(NEO4J.driver(), keys);
    int written = 0;
    NaiveReference reference = new NaiveReference(NEO4J.driver());
    // a token costs a look at the ledgers once, however many queries carry it
    engine.ask("{ ledgers(atLeast: [\"deployment-manifests:30\"]) { volume } }");
    for (long seed = 0; seed < QUERIES; seed++) {
      RandomQuery.Made query = new RandomQuery(schema, seed).make();
      engine.counting.take();

      Map<String, Object> response = engine.ask(AUDITOR, query.text(), Map.of());

      assertThat(response.get("errors")).as("seed %d: %s".formatted(seed, query.text())).isNull();
      assertThat(engine.counting.take())
          .as("statements for seed %d: %s".formatted(seed, query.text()))
          .satisfies(sent -> assertStatements(sent, query.asked()));
      written += engine.isWritten() ? 1 : 0;
      assertThat(QueryEngine.json(response))
          .as("seed %d: %s".formatted(seed, query.text()))
          .isEqualTo(QueryEngine.json(withoutPlans.ask(AUDITOR, query.text(), Map.of())));
      reference.compare(query.asked(), response.get("data"));
    }
    assertThat(written).as("answers written by plans").isGreaterThan(QUERIES / 2);
    assertThat(reference.compared()).isGreaterThan(QUERIES);
  }

  /// One for each top-level field; a search for paths finds its ends, goes from layer to layer, and
  /// asks what joins the things that it found; one for differences reads both sides, and walks.
  private static void assertStatements(int sent, List<RandomQuery.Asked> asked) {
    int least = asked.size();
    int most = asked.size();
    for (RandomQuery.Asked field : asked) {
      boolean paths = Set.of("paths", "reachable").contains(field.name());
      boolean differences = Set.of("diff", "compare").contains(field.name());
      least += paths ? 3 : differences ? 2 : 0;
      most += paths ? SEARCHING : differences ? COMPARING : 0;
    }
    assertThat(sent).isBetween(least, most);
  }

  private static TypeDefinitionRegistry published() throws IOException {
    try (InputStream sdl =
        Objects.requireNonNull(
            RandomQueriesTest.class
                .getClassLoader()
                .getResourceAsStream("com/caiatech/afdp/schemas/graphql/schema.graphqls"))) {
      return new SchemaParser().parse(new String(sdl.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
