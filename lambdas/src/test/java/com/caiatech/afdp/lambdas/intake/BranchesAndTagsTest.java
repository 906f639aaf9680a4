package com.caiatech.afdp.lambdas.intake;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.util.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What moved branches and tags add to the graph, and that none of them takes anything away.
class BranchesAndTagsTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final StockGit git = platform.shop();
  private final Projection projection = platform.projection();

  @Test
  void aBranchThatMovesBackOrIsRenamedOrDeletedTakesNothingAway() {
    git.run("checkout", "-q", "-b", "topic");
    git.write("a file of the topic", "one\n");
    git.commit("Work on topic");
    git.run("checkout", "-q", "main");
    CommitId topic = new CommitId(git.run("rev-parse", "topic"));
    projection.project(SHOP);
    git.run("branch", "-m", "topic", "topic/renamed");
    projection.project(SHOP);
    git.run("reset", "-q", "--hard", "HEAD~1");
    projection.project(SHOP);
    git.run("branch", "-q", "-D", "topic/renamed");
    git.run("reflog", "expire", "--expire=now", "--all");
    git.run("gc", "-q", "--prune=now");
    projection.project(SHOP);
    CommitId next = git.commit("After all that");
    projection.project(SHOP);

    assertThat(commits())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of(topic.value(), next.value()),
                    platform.records().commits().stream().map(CommitId::value))
                .toList());
    assertThat(platform.counters().of(CounterNames.COMMITS)).isEqualTo(5);
  }

  @Test
  void aPushOfTagsOnlyAddsNothing() {
    projection.project(SHOP);
    List<String> before = commits();
    assertThat(before).hasSize(3);
    git.run("tag", "v1");
    git.run("tag", "-a", "v2", "-m", "A release");
    git.run("checkout", "-q", "--detach");
    git.commit("Only tagged");
    git.run("tag", "v3");

    projection.project(SHOP);

    assertThat(commits()).isEqualTo(before);
  }

  @Test
  void anEmptyRepositoryAndOneOfTagsOnlyAreHarmless() throws IOException {
    FileUtils.delete(git.folder().toFile(), FileUtils.RECURSIVE);
    StockGit empty = new StockGit(git.folder());
    projection.project(SHOP);
    assertThat(commits()).isEmpty();

    empty.commit("The first");
    empty.run("tag", "v1");
    empty.run("checkout", "-q", "--detach");
    empty.run("branch", "-q", "-D", "main");
    projection.project(SHOP);
    assertThat(commits()).isEmpty();

    empty.run("branch", "main");
    projection.project(SHOP);
    assertThat(commits()).containsExactly(empty.head().value());
  }

  private List<String> commits() {
    return platform.texts(
        "MATCH (c:Commit)-[:IN_REPOSITORY]->(:Repository {name: 'shop'}) RETURN c.sha AS text"
            + " ORDER BY text");
  }
}
