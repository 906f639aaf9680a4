package com.caiatech.afdp.graphmodel.testing;

import com.caiatech.afdp.graphmodel.query.QuerySettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.testcontainers.DockerClientFactory;

/// One real Neo4j for all tests of a JVM, started at first use and stopped with the JVM.
///
/// Use it as an extension, which empties the database once before each class:
///
/// ```java
/// @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
/// ```
///
/// Where the server comes from, first match wins, is printed in one line:
///
/// 1. `NEO4J_URI` (with `NEO4J_USER`, default `neo4j`, and `NEO4J_PASSWORD`): a server that runs
///    already. **It is emptied.**
/// 2. `AFDP_TEST_NEO4J` (or the system property `afdp.test.neo4j`): `container` or `embedded`,
///    which then must work.
/// 3. `auto`, the default: a container where Docker answers and has the image, else the embedded
///    server.
///
/// Container and embedded server run without authentication: what a test passes as user and
/// password is accepted.
public final class Neo4jFixture implements BeforeAllCallback {
  /// For queries of tests: no answer is late, and a token that is not reached is soon given up.
  public static final QuerySettings PATIENT =
      new QuerySettings("neo4j", Duration.ofMinutes(3), Duration.ofMillis(300), 1000);

  static final String IMAGE = "neo4j:2026.08.1";

  /// The driver speaks to `java.util.logging`, which forgets levels of loggers that nobody holds.
  private static final Logger DRIVER_LOG = Logger.getLogger("org.neo4j.driver");

  private final Neo4jSource source;
  private final Driver driver;

  private Neo4jFixture(Neo4jSource source) {
    DRIVER_LOG.setLevel(Level.SEVERE);
    this.source = source;
    this.driver =
        GraphDatabase.driver(source.boltUri(), AuthTokens.basic(source.user(), source.password()));
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "neo4j-fixture-stop"));
    create("Label", SchemaNames.LABELS);
    create("RelationshipType", SchemaNames.RELATIONSHIPS);
    create("Property", SchemaNames.PROPERTIES);
  }

  /// Tells the server what the schema spells: it plans a statement anew when a name in it is first
  /// written.
  private void create(String kind, Set<String> names) {
    try (Session session = driver.session()) {
      session
          .run(
              "UNWIND $names AS name CALL db.create" + kind + "(name)",
              Map.of("names", List.copyOf(names)))
          .consume();
    }
  }

  /// The JVM's only fixture; its server runs when this returns.
  public static Neo4jFixture shared() {
    return Shared.FIXTURE;
  }

  /// Address of the server, `bolt://host:port`.
  public URI boltUri() {
    return source.boltUri();
  }

  /// Name of the user that may do everything.
  public String user() {
    return source.user();
  }

  /// Password of [#user()].
  public String password() {
    return source.password();
  }

  /// A driver on the server, owned by the fixture: do not close it.
  public Driver driver() {
    return driver;
  }

  /// Deletes all nodes and relationships; constraints and indexes stay.
  public void clear() {
    try (Session session = driver.session()) {
      session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume();
    }
  }

  /// Deletes all data, constraints and indexes (the token lookup indexes stay), as in a new
  /// database.
  public void reset() {
    clear();
    try (Session session = driver.session()) {
      for (String name : names(session, "SHOW CONSTRAINTS YIELD name RETURN name")) {
        session.run("DROP CONSTRAINT $name", Map.of("name", name)).consume();
      }
      for (String name :
          names(session, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name")) {
        session.run("DROP INDEX $name", Map.of("name", name)).consume();
      }
    }
  }

  /// Waits until the full-text indexes have what was written.
  public static void awaitTexts(Session session) {
    session.run("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()").consume();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    clear();
  }

  private static List<String> names(Session session, String query) {
    return session.run(query).list(row -> row.get("name").asString());
  }

  private void stop() {
    driver.close();
    source.close();
  }

  private static final class Shared {
    static final Neo4jFixture FIXTURE = new Neo4jFixture(announced(source()));
  }

  private static Neo4jSource announced(Neo4jSource source) {
    System.err.println("Neo4j for tests: " + source.description() + " at " + source.boltUri());
    return source;
  }

  private static Neo4jSource source() {
    @Nullable String given = System.getenv("NEO4J_URI");
    if (given != null && !given.isBlank()) {
      return new Neo4jSource.Given(
          URI.create(given),
          Objects.requireNonNullElse(System.getenv("NEO4J_USER"), "neo4j"),
          Objects.requireNonNullElse(System.getenv("NEO4J_PASSWORD"), ""));
    }
    String way = way();
    return switch (way) {
      case "embedded" -> Neo4jSource.Embedded.start("as asked for by AFDP_TEST_NEO4J");
      case "container" -> Neo4jSource.Container.start();
      case "auto" -> containerElseEmbedded();
      default ->
          throw new IllegalArgumentException(
              "AFDP_TEST_NEO4J: expected container, embedded or auto, found '" + way + "'");
    };
  }

  private static String way() {
    @Nullable String property = System.getProperty("afdp.test.neo4j");
    @Nullable String environment = System.getenv("AFDP_TEST_NEO4J");
    String way = property != null ? property : Objects.requireNonNullElse(environment, "");
    return way.isBlank() ? "auto" : way.toLowerCase(Locale.ROOT);
  }

  private static Neo4jSource containerElseEmbedded() {
    try {
      return DockerClientFactory.instance().isDockerAvailable()
          ? Neo4jSource.Container.start()
          : Neo4jSource.Embedded.start("no Docker answers");
    } catch (RuntimeException failure) { // Testcontainers has no common type for what may go wrong
      return Neo4jSource.Embedded.start("Docker answers, but starts no container: " + failure);
    }
  }
}
