package com.caiatech.afdp.schemas.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

class RawCommitFuzzTest {
  private static final int MAX_BYTES = 16 * 1024;

  private final Repository repository = new InMemoryRepository(new DfsRepositoryDescription());
  private final GpgConfig config = new GpgConfig(repository.getConfig());

  /// JGit's own reading is the second one, for every commit that its `fsck` takes.
  @FuzzTest
  void aCommitHasThePartsThatJgitFindsInIt(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return;
    }
    RawCommit commit;
    try {
      commit = RawCommit.parse(bytes);
    } catch (SchemasException.MalformedInput refused) {
      assertThat(refused).hasMessageStartingWith("Commit object: ");
      return;
    }
    assertThat(commit.bytes()).isEqualTo(bytes);
    assertThat(commit.sha256()).isEqualTo(Sha256.of(bytes));
    if (!new String(bytes, ISO_8859_1).contains("\ngpgsig")) {
      assertThat(commit.signedPayload()).isEqualTo(bytes);
    }
    // JGit's walk cannot hold one id as a tree and as a commit
    if (isSoundForJgit(bytes) && !commit.parents().contains(commit.tree())) {
      compare(commit, RevCommit.parse(bytes));
    }
  }

  private void compare(RawCommit ours, RevCommit theirs) {
    assertThat(ours.tree()).isEqualTo(new CommitId(theirs.getTree().name()));
    assertThat(ours.parents())
        .isEqualTo(
            List.of(theirs.getParents()).stream().map(id -> new CommitId(id.name())).toList());
    byte[] raw = theirs.getRawBuffer();
    int message = RawParseUtils.commitMessage(raw, 0);
    assertThat(ours.message())
        .isEqualTo(message < 0 ? "" : new String(raw, message, raw.length - message, UTF_8));
    String text = new String(raw, ISO_8859_1);
    int first = text.indexOf("\ngpgsig");
    if (first < text.lastIndexOf("\ngpgsig") || (message >= 0 && first >= message - 1)) {
      // stock Git leaves all of them out, JGit the first one alone, and looks in the message too
      return;
    }
    assertThat(ours.signature())
        .isEqualTo(
            Optional.ofNullable(theirs.getRawGpgSignature()).map(it -> new String(it, UTF_8)));
    signedPayload(theirs).ifPresent(payload -> assertThat(ours.signedPayload()).isEqualTo(payload));
  }

  /// What JGit gives a verifier of OpenPGP signatures, where the commit has one.
  private Optional<byte[]> signedPayload(RevCommit commit) {
    AtomicReference<byte[]> payload = new AtomicReference<>();
    SignatureVerifiers.set(GpgConfig.GpgFormat.OPENPGP, new Capturing(payload::set));
    try {
      SignatureVerifiers.verify(repository, config, commit);
      return Optional.ofNullable(payload.get());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      SignatureVerifiers.set(GpgConfig.GpgFormat.OPENPGP, null);
    }
  }

  private record Capturing(Consumer<byte[]> payload) implements SignatureVerifier {
    @Override
    public @Nullable SignatureVerification verify(
        Repository repository, GpgConfig config, byte[] data, byte[] signature) {
      payload.accept(data);
      return null;
    }

    @Override
    public String getName() {
      return "capturing";
    }

    @Override
    public void clear() {}
  }

  private static boolean isSoundForJgit(byte[] bytes) {
    try {
      new ObjectChecker().checkCommit(bytes);
      return true;
    } catch (CorruptObjectException broken) {
      return false;
    }
  }
}
