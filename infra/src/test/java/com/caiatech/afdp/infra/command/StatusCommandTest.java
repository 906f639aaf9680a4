package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.runner.Runner;
import com.caiatech.afdp.infra.runner.RunnerOptions;
import com.caiatech.afdp.infra.state.StateLayout;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/// What the status shows of a platform with more names than the gateway gives on one page.
class StatusCommandTest {
  private static final int SERVICES = 230;
  private static final int REPOSITORIES = 1_003;
  private static final String NAMES =
      """
      UNWIND range(1, $services) AS n
      WITH n, 'svc-' + right('0000' + toString(n), 5) AS name
      CREATE (:Service {id: 'urn:afdp:service:' + name, name: name})
      """;
  private static final String SOURCES =
      """
      UNWIND range(1, $repositories) AS n
      WITH n, 'src-' + right('0000' + toString(n), 5) AS name
      CREATE (:Repository {id: 'urn:afdp:repository:' + name, name: name})
      """;
  @TempDir Path folder;

  @Test
  void allPagesAreReadAndWhatLiesBeyondTheBoundIsCounted() throws Exception {
    Commands afdp = new Commands(folder, folder.resolve("state"));
    try (Runner platform = Runner.start(RunnerOptions.inProcess(afdp.state()))) {
      fill(platform, new StateLayout(afdp.state()));

      JsonNode status = json(afdp.onState("status", "--json"));

      assertThat(status.path("services").path("nodes").findValuesAsText("name"))
          .contains("svc-00001", "svc-00101", "svc-00230");
      assertThat(status.path("services").has("leftOut")).isFalse();
      assertThat(status.path("repositories").path("nodes")).hasSize(1_000);
      assertThat(status.path("repositories").path("leftOut").asInt()).isEqualTo(3);
      assertThat(afdp.onState("status").out())
          .contains("Not looked at", "3 repositories beyond the first 1000 by name");
    }
  }

  private static void fill(Runner platform, StateLayout layout) throws IOException {
    String password = Files.readString(layout.neo4jPassword()).strip();
    try (Driver driver =
        GraphDatabase.driver(
            platform.endpoints().bolt(), AuthTokens.basic(Neo4jServer.USER, password))) {
      Map<String, Object> sizes = Map.of("services", SERVICES, "repositories", REPOSITORIES);
      for (String statement : new String[] {NAMES, SOURCES}) {
        driver.executableQuery(statement).withParameters(sizes).execute();
      }
    }
  }

  private static JsonNode json(Commands.Ended ended) throws IOException {
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended.json();
  }
}
