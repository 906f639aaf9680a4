package com.caiatech.afdp.graphmodel.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Functions run side by side and find the same work: it is done once.
class ConcurrentWritersTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int WRITERS = 6;
  private static final int ROUNDS = 4;
  private static final RepositoryName SHOP = new RepositoryName("shop");
  private static final CommitPerson BEN =
      new CommitPerson(new PersonId("p_" + "a".repeat(32)), "sealed");
  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

  @BeforeEach
  void migrate() {
    NEO4J.clear();
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void whoeverTakesInTheSameCommitsTheyAreThereOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<CommitRow> rows = history(round);
      List<Integer> fresh = atOnce(() -> new CommitWriter(NEO4J.driver(), SHOP).write(rows));
      assertThat(fresh.stream().mapToInt(Integer::intValue).sum()).isEqualTo(rows.size());
    }
    assertThat(repeated()).isZero();
  }

  @Test
  void whoeverResolvesTheSameRangeItsCommitsAreShippedOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<CommitId> commits = history(round).stream().map(CommitRow::sha).toList();
      PendingRange range = pending(commits.getLast());
      List<Boolean> wrote =
          atOnce(
              () ->
                  !new RangeWriter(NEO4J.driver())
                      .write(
                          List.of(
                              new RangeWriter.Finding(
                                  range, new ResolvedRange.Complete(commits, List.of(), Set.of()))))
                      .isEmpty());
      assertThat(wrote).containsOnlyOnce(true);
    }
    assertThat(repeated()).isZero();
  }

  private static PendingRange pending(CommitId commit) {
    DeploymentId deployment = DeploymentId.create(Instant.now());
    NEO4J
        .driver()
        .executableQuery(
            """
            MERGE (c:Commit {id: $commit}) SET c.sha = $sha, c.repository = 'shop'
            CREATE (:Deployment {id: $id, deploymentId: $deployment})
                   -[:DEPLOYED {role: 'APPLICATION', evidence: 'opened', since: 1,
                                sourceSha256: $tree, rangeState: 'PENDING'}]->(c)
            """)
        .withParameters(
            Map.of(
                "commit", Urns.commit(SHOP, commit),
                "sha", commit.value(),
                "tree", Sha256.ofUtf8("tree").value(),
                "id", Urns.deployment(deployment),
                "deployment", deployment.value()))
        .execute();
    return new RangeWriter(NEO4J.driver()).pending().getFirst();
  }

  /// Pairs of relationships that say the same.
  private static long repeated() {
    return NEO4J
        .driver()
        .executableQuery(
            """
            MATCH (a)-[r]->(b)
            WITH a, b, type(r) AS type, properties(r) AS properties, count(*) AS times
            WHERE times > 1
            RETURN count(*) AS repeated
            """)
        .execute()
        .records()
        .getFirst()
        .get("repeated")
        .asLong();
  }

  private static List<CommitRow> history(int round) {
    List<CommitRow> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(
          new CommitRow(
              sha(round * 100 + i),
              i == 0 ? List.of() : List.of(sha(round * 100 + i - 1)),
              BEN,
              BEN,
              List.of(BEN),
              new CommitTime(NOW, "+01:00"),
              new CommitTime(NOW, "+01:00"),
              message(i, sha(round * 100 + 7)),
              List.of(touched("src/" + i % 5, 1L, 0L))));
    }
    return rows;
  }

  private static CommitMessage message(int number, CommitId named) {
    return new CommitMessage(
        "Commit " + number, null, null, null, false, List.of(), List.of(named), List.of(named));
  }

  private static CommitId sha(int number) {
    return new CommitId("%040x".formatted(number + 1));
  }

  private static <T> List<T> atOnce(Callable<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<T>> futures =
          IntStream.range(0, WRITERS)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            start.await();
                            return work.call();
                          }))
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  private static TouchedFile touched(String path, @Nullable Long added, @Nullable Long deleted) {
    return new TouchedFile(
        path, TouchedFile.Change.MODIFIED, null, "100644", null, null, added, deleted);
  }
}
