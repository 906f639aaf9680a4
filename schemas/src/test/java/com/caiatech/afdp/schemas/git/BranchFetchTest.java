package com.caiatech.afdp.schemas.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fetching from a repository that stock Git hands out.
class BranchFetchTest {
  private static final String MAIN = "refs/heads/main";
  private static final String SEEN = "refs/seen/main";
  private static final GitLimits LIMITS =
      new GitLimits(1 << 16, 50, 1 << 20, 1_000, 1 << 20, 1 << 26);

  @TempDir Path folder;
  private FileRepository host;
  private HandMade made;
  private BoundedRepository here;
  private BranchFetch fetch;
  private ObjectId good;
  private String uploadPack = "git --no-pager upload-pack"; // JGit would do that itself

  @BeforeEach
  void makeRepositories() throws IOException {
    host = new FileRepository(folder.resolve("host.git").toFile());
    host.create(true);
    made = new HandMade(host);
    here = BoundedRepository.open(folder.resolve("here.git"), LIMITS);
    fetch = new BranchFetch(here, MAIN, SEEN, 1 << 14, 1_000);
    good = made.commit(made.at("a/b", "100644", made.blob("good")));
    made.point(MAIN, good);
  }

  @AfterEach
  void closeRepositories() {
    here.close();
    host.close();
  }

  @Test
  void whatIsNewComesAndTheTrackingRefFollows() throws IOException {
    expectFetched(good);
    ObjectId next = made.commit(made.at("a/c", "100644", made.blob("next")), good);
    made.point(MAIN, next);
    expectFetched(next);
    expectFetched(next);
    assertThat(tracked()).isEqualTo(next);
    try (BoundedObjects objects = BoundedObjects.of(here, LIMITS)) {
      assertThat(objects.read(made.blob("next"), Constants.OBJ_BLOB, 10)).hasSize(4);
    }
  }

  @Test
  void aHostWithoutTheBranchHasNoHead() throws IOException {
    Files.delete(host.getDirectory().toPath().resolve(MAIN));
    expectFetched(null);
    made.point(MAIN, good);
    expectFetched(good);
    Files.delete(host.getDirectory().toPath().resolve(MAIN));
    expectFetched(null);
  }

  @Test
  void aHeadBeyondALimitIsRefusedOnceAndTakenUpAgainWhenItIsAnother() throws IOException {
    expectFetched(good);
    ObjectId large = made.insert(Constants.OBJ_BLOB, new byte[(1 << 16) + 1]);
    ObjectId bad = made.commit(made.at("a/large", "100644", large), good);
    made.point(MAIN, bad);

    expectRefused(bad, Reason.TOO_LARGE, "at most 65536 bytes");
    made.remove(large); // whoever fetched again would be told that it is gone
    expectRefused(bad, Reason.TOO_LARGE, "at most 65536 bytes");
    assertThat(tracked()).isEqualTo(good);
    expectNoPackOfMoreThan(good);

    made.point(MAIN, good);
    expectFetched(good);
    ObjectId next = made.commit(made.at("a/c", "100644", made.blob("next")), good);
    made.point(MAIN, next);
    expectFetched(next);
  }

  @Test
  void aHeadThatTheHostDoesNotHandOutIsRefusedAndAskedForAgain() throws IOException {
    expectFetched(good);
    ObjectId lost = made.blob("lost");
    ObjectId bad = made.commit(made.at("a/lost", "100644", lost), good);
    made.point(MAIN, bad);
    made.remove(lost);
    expectRefused(bad, Reason.MISSING, "does not hand out");
    made.replaceLoose(lost, HandMade.looseBytes("blob 4", HandMade.bytes("lost")));
    expectFetched(bad);
  }

  @Test
  void aHostThatGoesAwayIsAskedAgainByWhoeverCalls() throws IOException {
    uploadPack = "exit 3; :";
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(this::fetched).isInstanceOf(IOException.class);
    }
    uploadPack = "git --no-pager upload-pack";
    expectFetched(good);
  }

  @Test
  void noRefHereFollowsAMergeOrAHistoryWithGaps() throws IOException {
    expectFetched(good);
    ObjectId side = made.commit(made.at("a/s", "100644", made.blob("side")), good);
    ObjectId merge = made.commit(made.at("a/b", "100644", made.blob("good")), good, side);
    made.point(MAIN, merge);
    expectFetched(merge);
    assertThat(tracked()).isEqualTo(good);
    made.point(MAIN, good);
    expectFetched(good);
  }

  @Test
  void aRewrittenHistoryIsFollowedToo() throws IOException {
    expectFetched(good);
    ObjectId other = made.commit(made.at("z", "100644", made.blob("other")));
    made.point(MAIN, other);
    expectFetched(other);
    assertThat(tracked()).isEqualTo(other);
  }

  @Test
  void whatIsForgottenIsFetchedAgain() throws IOException {
    expectFetched(good);
    fetch.forget();
    assertThat(tracked()).isNull();
    expectFetched(good);
    assertThat(tracked()).isEqualTo(good);
  }

  private void expectFetched(@Nullable ObjectId head) throws IOException {
    assertThat(fetched())
        .isEqualTo(
            new BranchFetch.Outcome.Fetched(head == null ? null : new CommitId(head.name())));
  }

  private void expectRefused(ObjectId head, Reason reason, String why) throws IOException {
    assertThat(fetched())
        .isInstanceOfSatisfying(
            BranchFetch.Outcome.Refused.class,
            refused -> {
              assertThat(refused.head()).isEqualTo(new CommitId(head.name()));
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.why()).contains(why);
            });
  }

  private @Nullable ObjectId tracked() throws IOException {
    Ref ref = here.exactRef(SEEN);
    return ref == null ? null : ref.getObjectId();
  }

  private void expectNoPackOfMoreThan(ObjectId commit) throws IOException {
    try (Stream<Path> files = Files.walk(here.getObjectsDirectory().toPath())) {
      assertThat(files.filter(file -> file.toString().endsWith(".pack"))).hasSize(1);
    }
    assertThat(here.getObjectDatabase().has(commit)).isTrue();
  }

  private BranchFetch.Outcome fetched() throws IOException {
    try (Transport transport =
        Transport.open(here, new URIish(host.getDirectory().getAbsolutePath()))) {
      transport.setOptionUploadPack(uploadPack);
      transport.setTimeout(120);
      return fetch.fetch(transport);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
