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
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RandomQueriesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path keys;

  private static final int QUERIES = Integer.getInteger("afdp.histories", 30);

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
          .isEqualTo(query.asked().size());
      reference.compare(query.asked(), response.get("data"));
    }
    assertThat(reference.compared()).isGreaterThan(QUERIES);
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
