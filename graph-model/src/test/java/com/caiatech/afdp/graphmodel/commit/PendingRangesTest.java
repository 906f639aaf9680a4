package com.caiatech.afdp.graphmodel.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Ranges that wait for their repository, as those see them who look for their own.
class PendingRangesTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final RepositoryName SHOP = new RepositoryName("shop");
  private static final RepositoryName UNREADABLE = new RepositoryName("unreadable");
  private final RangeWriter ranges = new RangeWriter(NEO4J.driver());

  @BeforeEach
  void migrate() {
    NEO4J.clear();
    new Migrations(NEO4J.driver()).apply();
  }

  @Test
  void whoPushesSeesTheRangesOfHisOwnDeploymentsAndRepositoryAlone() {
    String own = waiting(SHOP, "1".repeat(40), "Deployment", "DEPLOYED");
    String ended = waiting(SHOP, "2".repeat(40), "Deployment", "DEPLOYED_WAS");
    String asserted = waiting(SHOP, "4".repeat(40), "AssertedDeployment", "DEPLOYED");
    String other = waiting(UNREADABLE, "3".repeat(40), "Deployment", "DEPLOYED");

    assertThat(ranges.pending(Set.of(own, ended)))
        .extracting(PendingRange::node)
        .containsExactlyInAnyOrder(own, ended);
    assertThat(ranges.pending(Set.of(asserted, other)))
        .extracting(PendingRange::node)
        .containsExactlyInAnyOrder(asserted, other);
    assertThat(ranges.pending(Set.of())).isEmpty();
    assertThat(ranges.pending(SHOP))
        .extracting(PendingRange::node)
        .containsExactlyInAnyOrder(own, ended, asserted);
    assertThat(ranges.pending())
        .extracting(PendingRange::node)
        .containsExactlyInAnyOrder(own, ended, asserted, other);
  }

  @Test
  void ofFindingsThatAreWrittenTogetherThoseCountWhoseRangeStillWaits() {
    waiting(SHOP, "1".repeat(40), "Deployment", "DEPLOYED");
    waiting(SHOP, "2".repeat(40), "AssertedDeployment", "DEPLOYED");
    List<RangeWriter.Finding> findings =
        ranges.pending().stream()
            .map(
                range ->
                    new RangeWriter.Finding(
                        range,
                        new ResolvedRange.Complete(
                            List.of(range.commit()), List.of(), Set.of(range.commit()))))
            .toList();
    assertThat(ranges.write(findings.subList(0, 1))).hasSize(1);

    assertThat(ranges.write(findings)).containsExactly(findings.get(1));

    assertThat(ranges.pending()).isEmpty();
    assertThat(shipped()).isEqualTo(2);
  }

  private static String waiting(RepositoryName repository, String sha, String label, String type) {
    DeploymentId deployment = DeploymentId.create(Instant.now());
    boolean asserted = label.equals(Labels.ASSERTED_DEPLOYMENT);
    String node =
        asserted ? Urns.assertedDeployment(deployment.subject()) : Urns.deployment(deployment);
    CommitId commit = new CommitId(sha);
    NEO4J
        .driver()
        .executableQuery(
            """
            CREATE (c:Commit {id: $commit, sha: $sha, repository: $repository})
            CREATE (d:$($label) {id: $id}) SET d[$key] = $deployment
            CREATE (d)-[r:$($type) {role: 'APPLICATION', evidence: 'opened', since: 1,
                                    sourceSha256: $tree, rangeState: 'PENDING'}]->(c)
            """)
        .withParameters(
            Map.of(
                "label",
                label,
                "key",
                asserted ? Properties.REPORT_ID : Properties.DEPLOYMENT_ID,
                "commit",
                Urns.commit(repository, commit),
                "sha",
                sha,
                "repository",
                repository.value(),
                "type",
                type,
                "tree",
                Sha256.ofUtf8("tree").value(),
                "id",
                node,
                "deployment",
                deployment.value()))
        .execute();
    return node;
  }

  private static long shipped() {
    return NEO4J
        .driver()
        .executableQuery("MATCH ()-[s:SHIPPED {inScope: true}]->() RETURN count(s) AS n")
        .execute()
        .records()
        .getFirst()
        .get("n")
        .asLong();
  }
}
