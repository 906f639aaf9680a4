package com.caiatech.afdp.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.migration.MigrationOutcome;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.AuthenticationException;

class Neo4jServerTest {
  private static final String PASSWORD = "a-password-of-a-test";

  @TempDir Path folder;

  @Test
  void dataAndPasswordOutliveAStopThatIsQuick() throws IOException {
    int port = FreePort.take();
    try (Neo4jServer server = Neo4jServer.start(folder, port, PASSWORD);
        Driver driver = driver(server, PASSWORD)) {
      assertThat(server.answers()).isTrue();
      driver.executableQuery("CREATE (:Thing {name: 'kept'})").execute();
      assertThatThrownBy(() -> connect(server, "another-password"))
          .isInstanceOf(AuthenticationException.class);
    }
    try (Neo4jServer server = Neo4jServer.start(folder, port, PASSWORD);
        Driver driver = driver(server, PASSWORD)) {
      assertThat(driver.executableQuery("MATCH (t:Thing) RETURN t.name").execute().records())
          .hasSize(1);
    }
    assertThatThrownBy(() -> Neo4jServer.start(folder, port, "another-password").close())
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageContaining("does not take the password of this state folder");
    Neo4jServer.start(folder, port, PASSWORD).close();
  }

  @Test
  void aNewDatabaseBeginsWithTheTemplateAndItsOwnPassword(@TempDir Path made) throws IOException {
    int port = FreePort.take();
    GraphTemplate template = GraphTemplate.make(made);
    Path unfinished = folder.resolve("data/transactions/neo4j/of-one-that-was-killed");
    Files.createDirectories(unfinished.getParent());
    Files.createFile(unfinished);
    Files.createDirectories(folder.resolve("data/databases/neo4j.copied/schema"));
    template.layInto(folder);
    assertThat(unfinished).doesNotExist();
    try (Neo4jServer server = Neo4jServer.start(folder, port, PASSWORD);
        Driver driver = driver(server, PASSWORD)) {
      assertThat(new Migrations(driver).apply()).isInstanceOf(MigrationOutcome.UpToDate.class);
      driver.executableQuery("CREATE (:Thing {name: 'kept'})").execute();
    }
    template.layInto(folder);
    try (Neo4jServer server = Neo4jServer.start(folder, port, PASSWORD);
        Driver driver = driver(server, PASSWORD)) {
      assertThat(driver.executableQuery("MATCH (t:Thing) RETURN t.name").execute().records())
          .hasSize(1);
    }
  }

  @Test
  void aTemplateThatCannotBeCopiedIsTold(@TempDir Path empty) {
    assertThatThrownBy(() -> new GraphTemplate(empty.resolve("missing")).layInto(folder))
        .isInstanceOf(InfraException.Unavailable.class)
        .hasMessageContaining("copying the first store of the graph from")
        .hasMessageContaining("the database was not started");
  }

  private static void connect(Neo4jServer server, String password) {
    try (Driver driver = driver(server, password)) {
      driver.verifyConnectivity();
    }
  }

  private static Driver driver(Neo4jServer server, String password) {
    return GraphDatabase.driver(server.boltUri(), AuthTokens.basic(Neo4jServer.USER, password));
  }
}
