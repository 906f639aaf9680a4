package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.id.CommitId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What messages of commits say, in the graph.
class CommitFactsTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final StockGit git = platform.shop();
  private final Projection projection = platform.projection();

  @Test
  void whatAMessageSaysLeadsToPeopleAndCommitsAndNamesNobodyInClear() {
    CommitId reverted = git.commit("feat(Cart)!: add it (#7)");
    CommitId elsewhere = new CommitId("e".repeat(40));
    CommitId commit =
        git.commit(
            """
            fix: SHOP-3 take it back

            This reverts commit %s.

            (cherry picked from commit %s)
            Co-authored-by: Zoe <Zoe@example.org>
            Co-authored-by: Ann <ann@example.org>
            """
                .formatted(reverted, elsewhere));

    projection.project(SHOP);

    assertThat(
            platform.texts(
                """
                MATCH (c:Commit {sha: '%s'})-[r]->(o:Person|Commit)
                RETURN type(r) + coalesce(' ' + r.n, '') + coalesce(' ' + o.sha, '') AS text
                """
                    .formatted(commit)))
        .containsExactlyInAnyOrder(
            "PARENT 1 " + reverted,
            "REVERTS " + reverted,
            "CHERRY_PICKED_FROM " + elsewhere,
            "AUTHORED_BY",
            "COMMITTED_BY",
            "CO_AUTHORED_BY 1",
            "CO_AUTHORED_BY 2");
    assertThat(
            platform.texts(
                """
                MATCH (c:Commit) WHERE c.sha IN ['%s', '%s']
                RETURN c.type + coalesce(' ' + c.scope, '') + ' ' + c.breaking + ' '
                       + reduce(keys = '', key IN c.issueKeys | keys + key) + ' '
                       + c.committedZone + ' ' + (c.bodySha256 IS NOT NULL) AS text
                """
                    .formatted(commit, reverted)))
        .containsExactlyInAnyOrder(
            "feat cart true #7 +00:00 false", "fix false SHOP-3 +00:00 true");
    assertThat(
            platform.texts(
                """
                MATCH (n) UNWIND keys(n) AS key RETURN toStringOrNull(n[key]) AS text
                UNION ALL
                MATCH ()-[r]->() UNWIND keys(r) AS key RETURN toStringOrNull(r[key]) AS text
                """))
        .noneMatch(text -> text.contains("Zoe") || text.contains("example.org"));
  }
}
