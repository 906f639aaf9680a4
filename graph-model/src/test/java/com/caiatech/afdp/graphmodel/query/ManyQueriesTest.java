package com.caiatech.afdp.graphmodel.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.GraphDriver;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

class ManyQueriesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  @Test
  void moreThanTheDriverHasConnectionsForWaitForTheirTurn() {
    QuerySettings patient =
        new QuerySettings("neo4j", Duration.ofMinutes(2), Duration.ofMillis(300), 1000);
    try (Driver driver =
            GraphDatabase.driver(
                NEO4J.boltUri(),
                AuthTokens.basic(NEO4J.user(), NEO4J.password()),
                GraphDriver.settings().withMaxConnectionPoolSize(GraphQueries.AT_ONCE).build());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      GraphQueries queries = new GraphQueries(driver, patient);
      List<CompletableFuture<Object>> answers =
          IntStream.range(0, 10 * GraphQueries.AT_ONCE)
              .mapToObj(
                  _ ->
                      CompletableFuture.supplyAsync(
                          () ->
                              (Object)
                                  Answers.rows(
                                      queries.fetch(
                                          Answers.with(
                                              Map.of(), "ledgers", Selection.of("volume")))),
                          callers))
              .toList();
      assertThat(answers)
          .allSatisfy(
              answer -> assertThat(answer).succeedsWithin(Duration.ofMinutes(3)).isNotNull());
    }
  }
}
