package com.caiatech.afdp.lambdas;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.MANIFESTS;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.POLICIES;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.SHOP;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.caiatech.afdp.lambdas.intake.Deadline;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.lambdas.testing.QueueFixture;
import com.caiatech.afdp.lambdas.testing.StockGit;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.DeploymentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.util.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A mirror of a source repository that lost what it had.
class BrokenMirrorTest {
  @RegisterExtension final PlatformFixture platform = new PlatformFixture();
  private final StockGit git = platform.shop();
  private final Path mirror =
      platform.configuration().evidenceFolder().resolve("repositories/shop.git");
  private Projection projection = platform.projection();

  @BeforeEach
  void projectOnce() throws Exception {
    platform.publishPolicy();
    git.run("branch", "other", "main~1");
    List.of(POLICIES, SHOP).forEach(projection::project);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main",
        "main~1",
        "main~2",
        "main^{tree}",
        "main~2^{tree}",
        "main:src",
        "main:src/ä3.txt"
      })
  void anObjectThatIsGoneIsFetchedAgain(String object) throws Exception {
    lose(mirror, object);
    restart();

    pushAndExpectItInTheGraph();
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "main~2", "other:src/ä1.txt"})
  void anObjectThatARebuildLacksIsFetchedAgain(String object) throws Exception {
    lose(mirror, object);
    restart();
    platform.clearGraph();

    assertThat(failed(SHOP)).isEmpty();

    assertThat(commits()).hasSize(3);
  }

  @Test
  void aMirrorThatLostEverythingIsFilledAgain() throws Exception {
    loseEverything();

    pushAndExpectItInTheGraph();
    restart();
    pushAndExpectItInTheGraph();
  }

  @Test
  void rangesOfALostCommitWaitAndBlockNothingUntilReconciliationFetchesItAgain() throws Exception {
    loseEverything();
    restart();
    deploy();

    assertThat(failed(MANIFESTS)).isEmpty();

    assertThat(platform.digest().pending()).isEqualTo(2);
    assertThat(projection.resolveRanges()).isZero();
    assertThat(platform.digest().pending()).isZero();
  }

  @Test
  void aPreviousCommitThatCannotBeReadLeavesItsRangeAloneWaitingUntilItIsFetchedAgain()
      throws Exception {
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    Path garbled = lose(mirror, "main~1");
    Files.writeString(garbled, "this is no object of Git");
    restart();
    platform
        .manifests()
        .add(
            WORKER,
            NOW.plusSeconds(3),
            platform.records().opened(second, first, 3, 2),
            platform.records().opened(first, 1));
    platform.moveAway(git.folder());

    assertThat(failed(MANIFESTS)).isEmpty();
    assertThat(projection.resolveRanges()).isEqualTo(1);
    assertThat(
            platform.texts(
                "MATCH (d:Deployment)-[r:DEPLOYED]->()"
                    + " RETURN d.deploymentId + ' ' + r.rangeState AS text"))
        .containsExactlyInAnyOrder(first + " COMPLETE", second + " PENDING");
    assertThat(platform.texts(PlatformFixture.VIOLATIONS + "RETURN v.kind AS text")).isEmpty();

    platform.moveBack(git.folder());
    assertThat(projection.resolveRanges()).isZero();
    assertThat(platform.digest().pending()).isZero();
  }

  @Test
  void aPushWhoseRepositoryLacksTheObjectTooFailsAloneAndSucceedsOnceItIsThere() throws Exception {
    deploy();
    git.write("src/ä3.txt", "another\n");
    git.commit("Another");
    String lost = git.run("rev-parse", "main~1:src/ä3.txt");
    byte[] blob = git.bytes(new byte[0], "cat-file", "blob", lost);
    lose(mirror, "main:src/ä3.txt");
    Files.delete(git.folder().resolve(".git").resolve(loose(lost)));
    restart();

    assertThat(failed(SHOP, MANIFESTS)).containsExactly(SHOP.fullName());

    assertThat(deployments()).isEqualTo(2);
    assertThatThrownBy(() -> projection.project(SHOP))
        .isInstanceOf(LambdasException.class)
        .hasMessageContaining("repository shop")
        .hasMessageContaining(lost)
        .hasMessageContaining("push it there from a clone that has it")
        .hasMessageEndingWith("a retry is safe");

    git.bytes(blob, "hash-object", "-w", "--stdin");
    assertThat(failed(SHOP)).isEmpty();
    assertThat(commits()).contains(git.head().value());
  }

  private void pushAndExpectItInTheGraph() throws Exception {
    git.write("src/ä3.txt", "one more line\n".repeat(3));
    git.write("src/ä1.txt", "one more line\n".repeat(4));
    git.commit("Another");
    DeploymentId deployment = DeploymentId.create(NOW);
    platform.manifests().add(WORKER, NOW.plusSeconds(5), platform.records().opened(deployment, 1));

    assertThat(failed(SHOP, MANIFESTS)).isEmpty();

    assertThat(commits()).containsExactlyInAnyOrderElementsOf(git.lines("rev-list", "--branches"));
    assertThat(projection.resolveRanges())
        .as("a deployed tree that is gone is waited for")
        .isZero();
    assertThat(platform.digest().pending()).isZero();
  }

  private void loseEverything() throws Exception {
    FileUtils.delete(mirror.resolve("objects").toFile(), FileUtils.RECURSIVE);
    Files.createDirectories(mirror.resolve("objects/pack"));
  }

  private void deploy() throws Exception {
    DeploymentId first = DeploymentId.create(NOW);
    DeploymentId second = DeploymentId.create(NOW.plusSeconds(1));
    platform.openTwo(first, second, NOW.plusSeconds(3));
  }

  private void restart() {
    platform.stop(projection);
    projection = platform.projection();
  }

  /// Handles a batch of one message a repository.
  ///
  /// @return the repositories whose messages come again
  private List<String> failed(PushSource... sources) {
    SQSEvent batch = new SQSEvent();
    batch.setRecords(
        Stream.of(sources)
            .map(
                source -> {
                  SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
                  message.setMessageId(source.fullName());
                  String any = "a".repeat(40);
                  message.setBody(new PushEvent(source, "refs/heads/main", any, any, "d").json());
                  return message;
                })
            .toList());
    return new ProjectPush(
            projection,
            new PushQueue(QueueFixture.nowhere()),
            new DeadLetterQueue(QueueFixture.nowhere()),
            platform.counters())
        .handle(batch, Deadline.NONE).getBatchItemFailures().stream()
            .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
            .toList();
  }

  private List<String> commits() {
    return platform.texts("MATCH (c:Commit) WHERE c.committedAt IS NOT NULL RETURN c.sha AS text");
  }

  private int deployments() {
    return platform.texts("MATCH (d:Deployment) RETURN d.deploymentId AS text").size();
  }

  /// Takes one object out of a bare repository, after every object was made a file of its own.
  ///
  /// @return the file that it was
  private Path lose(Path repository, String object) throws IOException {
    String gitDir = "--git-dir=" + repository;
    String lost = git.run(gitDir, "rev-parse", object);
    Path packs = repository.resolve("objects/pack");
    Path aside = Files.move(packs, platform.folder().resolve("packs"));
    Files.createDirectories(packs);
    try (Stream<Path> files = Files.list(aside)) {
      for (Path pack : files.filter(file -> file.toString().endsWith(".pack")).toList()) {
        git.bytes(Files.readAllBytes(pack), gitDir, "unpack-objects", "-q");
      }
    }
    Path file = repository.resolve(loose(lost));
    Files.delete(file);
    return file;
  }

  private static Path loose(String object) {
    return Path.of("objects", object.substring(0, 2), object.substring(2));
  }
}
