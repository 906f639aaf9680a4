package com.caiatech.afdp.graphmodel.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Bookmark;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

class ReadYourWritesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int ROUNDS = 50;
  private static final String VOLUME = "read-your-writes";

  /// Many nodes a transaction, so that its indexes are behind its nodes for a while.
  private static final String COMMIT =
      """
      MERGE (l:Ledger {id: 'urn:afdp:ledger:' + $volume}) SET l.volume = $volume, l.size = $round
      WITH l UNWIND range(1, 100) AS number
      CREATE (:Deployment {id: $volume + ':' + $round + ':' + number, deploymentId: toString($round),
        service: $volume, environment: $volume, startedOrder: datetime({epochSeconds: $round})})
      """;

  private final GraphQueries queries =
      new GraphQueries(
          NEO4J.driver(),
          new QuerySettings("neo4j", Duration.ofMinutes(3), Duration.ofMinutes(3), 1000));

  @BeforeEach
  void begin() {
    NEO4J.clear();
    new Migrations(NEO4J.driver()).apply();
  }

  /// A ledger's size can be read before the indexes know of what was committed with it.
  @Test
  void theSessionOfAQueryWithATokenCarriesTheBookmarksOfTheLookThatSawItReached() {
    List<SessionConfig> sessions = new ArrayList<>();
    GraphQueries recorded =
        new GraphQueries(
            recording(sessions),
            new QuerySettings("neo4j", Duration.ofMinutes(3), Duration.ofMinutes(3), 1000));
    project(1);
    recorded.fetch(Answers.with(Map.of(), "ledgers", Selection.of("volume")));
    recorded.fetch(newest(1));
    assertThat(sessions).hasSize(3);
    assertThat(bookmarks(sessions.get(0))).isEmpty();
    assertThat(bookmarks(sessions.get(1))).as("the look").isEmpty();
    assertThat(bookmarks(sessions.get(2))).isNotEmpty();

    recorded.fetch(newest(1));
    assertThat(sessions).as("what was seen once is not looked at again").hasSize(4);
    assertThat(bookmarks(sessions.get(3))).isEqualTo(bookmarks(sessions.get(2)));
  }

  @Test
  void aListThatCarriesATokenHoldsWhatWasProjectedWithIt() {
    CompletableFuture<Void> projection =
        CompletableFuture.runAsync(ReadYourWritesTest::project, Thread::startVirtualThread);
    for (int round = 1; round <= ROUNDS; round++) {
      Row connection = Answers.row(queries.fetch(newest(round)));
      Row deployment = Answers.rows(connection.get("nodes")).getFirst();
      assertThat(Integer.parseInt(String.valueOf(deployment.get("deploymentId"))))
          .as("the newest deployment once the ledger has %d entries", round)
          .isGreaterThanOrEqualTo(round);
    }
    projection.join();
  }

  private static void project() {
    for (int round = 1; round <= ROUNDS; round++) {
      project(round);
    }
  }

  private static void project(int round) {
    try (Session session = NEO4J.driver().session()) {
      session.run(COMMIT, Map.of("volume", VOLUME, "round", round)).consume();
    }
  }

  private static Selection newest(int atLeast) {
    return Answers.with(
        Map.of(
            "first",
            1,
            "filter",
            Map.of("service", Map.of("name", Map.of("eq", VOLUME))),
            "atLeast",
            List.of(new ConsistencyToken(new VolumeName(VOLUME), atLeast))),
        "deployments",
        Selection.of("nodes", Selection.of("deploymentId")));
  }

  private static Set<Bookmark> bookmarks(SessionConfig session) {
    Set<Bookmark> bookmarks = new HashSet<>();
    Iterable<Bookmark> given = session.bookmarks();
    if (given != null) {
      given.forEach(bookmarks::add);
    }
    return bookmarks;
  }

  /// The driver, which keeps the configuration of each session that is opened through it.
  static Driver recording(List<SessionConfig> sessions) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (method.getName().equals("session") && arguments[0] instanceof SessionConfig config) {
            sessions.add(config);
          }
          return method.invoke(NEO4J.driver(), arguments);
        };
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(), new Class<?>[] {Driver.class}, handler);
  }
}
