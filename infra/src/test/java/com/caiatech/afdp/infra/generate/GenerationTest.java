package com.caiatech.afdp.infra.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphDriver;
import com.caiatech.afdp.graphmodel.digest.GraphDigest;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Identities;
import com.caiatech.afdp.infra.embedded.FreePort;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.generate.model.Scale;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.infra.trial.StockGit;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.rebuild.Rebuild;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.verify.GivenVolume;
import com.caiatech.afdp.schemas.verify.LedgersVerifier;
import com.caiatech.afdp.schemas.verify.OpenedRepositories;
import com.caiatech.afdp.schemas.verify.Verification;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/// A generated organisation on real Git and a real graph.
class GenerationTest {
  /// Of a seed at which so few deployments have three incidents with a cause, an outage and a
  /// rollback.
  private static final Scale SMALL = new Scale(340, 48, 300, 3, 9, 10, LocalDate.of(2025, 1, 6));

  @TempDir private static Path folder;
  private static Path made = folder;
  private static Generation.Result result;

  @BeforeAll
  static void generate() {
    made = folder.resolve("made");
    result = Generation.run(made, SMALL, line -> {});
  }

  @Test
  void theSameSeedWritesTheSameLedgersCommitsAndTruth() throws Exception {
    Path again = folder.resolve("again");
    List<String> progress = new ArrayList<>();
    Generation.Result second = Generation.run(again, SMALL, progress::add);
    assertThat(second.pinnedPolicy()).isEqualTo(result.pinnedPolicy());
    assertThat(heads(again)).isEqualTo(heads(made)).hasSizeGreaterThan(6);
    assertThat(again.resolve(Generation.TRUTH))
        .hasSameTextualContentAs(made.resolve(Generation.TRUTH));
    assertThat(progress)
        .hasSize(10)
        .last()
        .asString()
        .startsWith("generated 48 of 48 deployments, ");
  }

  @Test
  void everyRecordCountsAndEveryDeploymentIsSound() {
    Verification found = verification();
    assertThat(found.holds()).isTrue();
    assertThat(found.deployments())
        .hasSize(SMALL.deployments())
        .allMatch(it -> it.records().records() == SubjectVerdict.Records.SOUND);
    assertThat(found.volumes().stream().mapToLong(it -> it.verification().end().size()).sum())
        .isEqualTo(result.records() + 1);
  }

  @Test
  void stockGitFindsEveryRepositoryWhole() throws Exception {
    for (String kind : List.of("repositories", "ledgers")) {
      for (Path bare : repositories(made.resolve(kind))) {
        assertThat(new StockGit(bare, Map.of()).run("fsck", "--strict")).isEmpty();
      }
    }
  }

  @Test
  void theGraphHasNoViolationAndLeadsFromEachIncidentToItsTrueCause() throws Exception {
    StateLayout layout = new StateLayout(made);
    String password = Identities.neo4jPassword(layout);
    try (Neo4jServer server =
        Neo4jServer.start(folder.resolve("neo4j"), FreePort.take(), password)) {
      GraphDigest direct = direct();
      GraphDigest projected =
          Rebuild.run(
              new ProjectionConfiguration(
                  layout.platform(),
                  folder.resolve("evidence"),
                  new ProjectionConfiguration.Bolt(server.boltUri(), Neo4jServer.USER, password),
                  result.pinnedPolicy(),
                  layout.pepper(),
                  new StateLayout(folder.resolve("direct")).people()),
              source -> Optional.empty(),
              line -> {},
              Duration.ofMinutes(5));
      assertThat(projected.facts().differences(direct.facts())).isEmpty();
      assertThat(direct).isEqualTo(projected);
      try (Driver driver = driver(server, password)) {
        assertThat(count(driver, "MATCH (v:Violation) RETURN count(v) AS n", Map.of())).isZero();
        assertThat(count(driver, "MATCH (d:Deployment) RETURN count(d) AS n", Map.of()))
            .isEqualTo(SMALL.deployments());
        int caused = 0;
        for (JsonNode incident : truth("incident")) {
          if (incident.path("cause").isObject()) {
            caused++;
            assertThat(shipped(driver, incident)).as(incident.toString()).isOne();
          }
        }
        assertThat(caused).isEqualTo(3);
      }
    }
  }

  /// The graph that is made without ledgers and repositories.
  private static GraphDigest direct() throws Exception {
    StateLayout layout = new StateLayout(folder.resolve("direct"));
    DirectGraph.run(layout.root(), SMALL, FreePort.take(), line -> {});
    assertThat(layout.root().resolve(Generation.TRUTH))
        .hasSameTextualContentAs(made.resolve(Generation.TRUTH));
    try (Neo4jServer server =
            Neo4jServer.start(layout.neo4j(), FreePort.take(), Identities.neo4jPassword(layout));
        Driver driver = driver(server, Identities.neo4jPassword(layout))) {
      return GraphDigest.compute(driver, Duration.ofMinutes(5));
    }
  }

  private static Driver driver(Neo4jServer server, String password) {
    return GraphDatabase.driver(
        server.boltUri(),
        AuthTokens.basic(Neo4jServer.USER, password),
        GraphDriver.settings().build());
  }

  /// The deployment opened before the incident was seen, in its environment, and shipped the
  /// commit.
  private static long shipped(Driver driver, JsonNode incident) {
    return count(
        driver,
        """
        MATCH (i:Incident {incidentId: $incident})
        MATCH (e:Environment {name: $environment})<-[:TO]-(d:Deployment {deploymentId: $deployment})
        MATCH (d)-[:SHIPPED]->(c:Commit {sha: $sha})
        WHERE d.openedAt < i.detectedAt
        RETURN count(DISTINCT c) AS n
        """,
        Map.of(
            "incident", incident.path("incident").asText(),
            "environment", incident.path("environment").asText(),
            "deployment", incident.path("deployment").asText(),
            "sha", incident.path("cause").path("commit").asText()));
  }

  @Test
  void aFolderThatIsNotEmptyIsRefusedAndStaysAsItWas() throws Exception {
    Path taken = Files.createDirectories(folder.resolve("taken"));
    Path file = Files.writeString(taken.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> Generation.run(taken, SMALL, line -> {}))
        .isInstanceOf(InfraException.Refused.class)
        .hasMessage(
            "generating into "
                + taken
                + ": expected an empty folder or none, found notes.txt; nothing was changed");
    assertThatThrownBy(() -> Generation.run(file, SMALL, line -> {}))
        .hasMessageContaining("expected a folder, found a file");
    assertThat(taken).isDirectoryContaining(it -> it.equals(file));
  }

  private static long count(Driver driver, String query, Map<String, Object> parameters) {
    return driver
        .executableQuery(query)
        .withParameters(parameters)
        .execute()
        .records()
        .getFirst()
        .get("n")
        .asLong();
  }

  private static Verification verification() {
    StateLayout layout = new StateLayout(made);
    Platform platform = new PlatformFile(layout.platform()).current();
    try (OpenedRepositories opened = new OpenedRepositories(line -> {})) {
      List<GivenVolume> volumes =
          platform.volumes().stream()
              .map(it -> opened.ledger(it.name(), Path.of(it.uri()).toString()))
              .toList();
      Map<RepositoryName, SourceMirror> sources = new HashMap<>();
      platform
          .repositories()
          .forEach(it -> sources.put(it.name(), opened.source(Path.of(it.uri()).toString())));
      return LedgersVerifier.run(volumes, result.pinnedPolicy(), sources, line -> {});
    }
  }

  private static List<JsonNode> truth(String type) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(made.resolve(Generation.TRUTH))) {
      JsonNode read = RecordJson.mapper().readTree(line);
      if (read.path("type").asText().equals(type)) {
        lines.add(read);
      }
    }
    return lines;
  }

  private static List<String> heads(Path root) throws IOException {
    List<String> heads = new ArrayList<>();
    for (String kind : List.of("ledgers", "repositories")) {
      for (Path bare : repositories(root.resolve(kind))) {
        heads.add(bare.getFileName() + " " + new StockGit(bare, Map.of()).run("rev-parse", "main"));
      }
    }
    return heads;
  }

  private static List<Path> repositories(Path root) throws IOException {
    try (Stream<Path> found = Files.list(root)) {
      return found.sorted().toList();
    }
  }
}
