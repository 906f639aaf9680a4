package com.caiatech.afdp.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.progress.IntakeActivity;
import com.caiatech.afdp.graphmodel.progress.IntakeWait;
import com.caiatech.afdp.graphmodel.progress.Progress;
import com.caiatech.afdp.graphmodel.progress.ProgressWriter;
import com.caiatech.afdp.graphmodel.projection.PartialStory;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.record.Series;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Whatever part of the records and of the repositories is there, a field that is published as
/// never null is never null.
class PartialDataTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();
  @TempDir static Path folder;

  private static final int PARTS = 12;
  private static final List<PushSource> INTAKES =
      List.of(
          new PushSource.Source(new RepositoryName("shop")),
          new PushSource.Source(new RepositoryName("never-read")),
          new PushSource.Ledger(Series.DEPLOYMENT_MANIFESTS.firstVolume()));

  @Test
  void noFieldThatIsNeverNullIsNullWhateverPartIsThere() {
    QueryEngine engine = new QueryEngine(NEO4J.driver(), folder);
    EveryField everyField = EveryField.published();
    Set<String> faults = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (long part = 0; part < PARTS; part++) {
      NEO4J.clear();
      new Migrations(NEO4J.driver()).apply();
      new PartialStory(NEO4J.driver(), 20260300 + part).project();
      tellIntakes(part);
      for (Map<String, Object> node : nodes()) {
        String type = String.valueOf(node.get("type"));
        if (everyField.isNode(type)) {
          Map<String, Object> answer =
              engine.ask(everyField.ofNode(type), Map.of("id", node.get("id")));
          everyField.notNull(answer, seen);
          addFaults(answer, faults);
        }
      }
      List<String> queries = new ArrayList<>(everyField.ofRoots(commits()));
      List<String> deployments = ids("Deployment");
      queries.add(everyField.ofBlastRadius(deployments));
      queries.add(everyField.ofBlastRadius(ids("SigningKey")));
      if (deployments.size() > 1) {
        queries.add(everyField.ofReach(deployments.getFirst()));
        queries.add(
            everyField.ofPaths(deployments.getFirst(), deployments.subList(1, deployments.size())));
      }
      List<String> environments = ids("Environment");
      if (!environments.isEmpty()) {
        String name = environments.getFirst().replaceFirst(".*:", "");
        List<String> told =
            rows("MATCH (d:Deployment) WHERE d.startedOrder IS NOT NULL RETURN d.id AS id").stream()
                .map(row -> String.valueOf(row.get("id")))
                .toList();
        queries.addAll(everyField.ofDifferences(told, name));
      }
      for (String query : queries) {
        Map<String, Object> answer = engine.ask(query);
        everyField.notNull(answer, seen);
        addFaults(answer, faults);
      }
    }
    assertThat(faults).isEmpty();
    assertThat(everyField.neverNull()).isSubsetOf(everyField.asked());
    assertThat(everyField.neverNull()).as("fields that some part gave").isSubsetOf(seen);
  }

  /// One that waits from its beginning, one of which nobody knows how much it is, or one that
  /// ended.
  private static void tellIntakes(long part) {
    ProgressWriter writer = new ProgressWriter(NEO4J.driver());
    Instant now = Instant.now();
    for (PushSource source : INTAKES) {
      if (part % 3 == 0) {
        writer.waits(source, IntakeWait.REPOSITORY, now);
      } else {
        writer.moved(new Progress(source, IntakeActivity.FETCHING, 0, null, null, now));
      }
      if (part % 3 == 2) {
        writer.ended(source, now);
      }
    }
  }

  private static void addFaults(Map<String, Object> answer, Set<String> faults) {
    if (answer.get("errors") instanceof List<?> errors) {
      for (Object error : errors) {
        faults.add(String.valueOf(error).replaceAll("[0-9]+", "N"));
      }
    }
  }

  private static List<Map<String, Object>> nodes() {
    return rows("MATCH (n) WHERE n.id IS NOT NULL RETURN labels(n)[0] AS type, n.id AS id");
  }

  private static List<String> ids(String type) {
    return nodes().stream()
        .filter(node -> type.equals(node.get("type")))
        .map(node -> String.valueOf(node.get("id")))
        .toList();
  }

  private static List<String> commits() {
    List<String> shas = new ArrayList<>();
    rows("MATCH (c:Commit) RETURN c.sha AS sha")
        .forEach(row -> shas.add(String.valueOf(row.get("sha"))));
    return shas;
  }

  private static List<Map<String, Object>> rows(String statement) {
    return NEO4J.driver().executableQuery(statement).execute().records().stream()
        .map(org.neo4j.driver.Record::asMap)
        .toList();
  }
}
