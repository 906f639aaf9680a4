package com.caiatech.afdp.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
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

  private static void connect(Neo4jServer server, String password) {
    try (Driver driver = driver(server, password)) {
      driver.verifyConnectivity();
    }
  }

  private static Driver driver(Neo4jServer server, String password) {
    return GraphDatabase.driver(server.boltUri(), AuthTokens.basic(Neo4jServer.USER, password));
  }
}
