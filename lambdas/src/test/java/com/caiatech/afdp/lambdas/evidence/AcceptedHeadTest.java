package com.caiatech.afdp.lambdas.evidence;

import static com.caiatech.afdp.lambdas.testing.PlatformFixture.NOW;
import static com.caiatech.afdp.lambdas.testing.PlatformFixture.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.testing.LedgerFixture;
import com.caiatech.afdp.lambdas.testing.PlatformFixture;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads.Accepted;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two observers with repositories of their own and one store of accepted heads between them.
class AcceptedHeadTest {
  private static final GitAccess HERE = GitAccess.alone(new URIish());

  @TempDir Path folder;
  private final DeploymentId deployment = DeploymentId.create(NOW);
  private LedgerFixture host;
  private LedgerMirror one;
  private LedgerMirror two;
  private AcceptedHeads heads;
  private CommitId first;

  @BeforeEach
  void acceptOne() throws IOException {
    host = new LedgerFixture(folder.resolve("host.git"), Series.APPROVALS);
    Files.createDirectories(folder.resolve("one/heads"));
    Files.createDirectories(folder.resolve("two"));
    Files.createSymbolicLink(folder.resolve("two/heads"), folder.resolve("one/heads"));
    heads = new AcceptedHeads(folder.resolve("one"), host.volume().name());
    one = mirror("one");
    two = mirror("two");
    first = add("first");
    one.fetch(host.volume().uri(), HERE);
    one.accept(null, first);
  }

  @Test
  void whatOneAcceptedTheOtherHasWithoutAFetch() {
    assertThat(two.accepted()).contains(first);
    assertThat(two.reader().head()).contains(first);
    assertThat(two.reader().hasGaps(first, null)).isFalse();
  }

  @Test
  void theSameHeadAgainIsNothing() {
    two.fetch(host.volume().uri(), HERE);
    two.accept(null, first);
    assertThat(heads.all()).containsExactly(new Accepted(1, first, null));
  }

  @Test
  void aHeadThatDoesNotDescendFromTheHighestIsNotAccepted() throws IOException {
    CommitId second = add("second");
    one.fetch(host.volume().uri(), HERE);
    one.accept(first, second);
    assertThat(two.accepted()).contains(second);
    host.putBack(first);
    CommitId other = add("other");
    two.fetch(host.volume().uri(), HERE);
    assertThatThrownBy(() -> two.accept(second, other))
        .isInstanceOf(LambdasException.Unavailable.class)
        .hasMessageContainingAll(other.value(), second.value(), "a retry is safe");
    assertThat(two.accepted()).contains(second);
    assertThat(two.reader().head()).contains(second);
    assertThat(heads.all())
        .containsExactly(new Accepted(1, first, null), new Accepted(2, second, first));
  }

  @Test
  void anotherHeadOfTheSameNumberOverwritesNothing() throws IOException {
    CommitId second = add("second");
    host.putBack(first);
    CommitId other = add("other");
    HeadBundles bundles = new HeadBundles(folder.resolve("one"), host.volume().name());
    try (Repository repository = new FileRepository(host.folder().toFile())) {
      bundles.create(repository, first, second, 2);
      bundles.create(repository, first, second, 2);
      assertThatThrownBy(() -> bundles.create(repository, first, other, 2))
          .isInstanceOf(LambdasException.Unavailable.class)
          .hasMessage(
              "Accepting head %s of volume approval-logs: head %s of the same 2 commits was accepted before, and stays; a retry tells what the host shows as a violation"
                  .formatted(other, second));
    }
    assertThat(heads.highest()).contains(new Accepted(2, second, first));
  }

  @Test
  void aHeadThatAProcessDiedOverIsWrittenDown() throws IOException {
    CommitId second = add("second");
    one.fetch(host.volume().uri(), HERE);
    Files.writeString(
        folder.resolve("one/ledgers/approval-logs.git/refs/heads/main"), second + "\n");
    assertThat(one.accepted()).contains(second);
    assertThat(heads.highest()).contains(new Accepted(2, second, first));
  }

  private CommitId add(String step) throws IOException {
    return host.add(WORKER, NOW.plusSeconds(3), PlatformFixture.approval(deployment, step));
  }

  private LedgerMirror mirror(String name) {
    return LedgerMirror.open(folder.resolve(name), Series.APPROVALS, host.volume().name());
  }
}
