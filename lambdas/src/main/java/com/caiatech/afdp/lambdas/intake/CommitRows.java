package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitPerson;
import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.graphmodel.commit.CommitTime;
import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.lambdas.commit.CommitText;
import com.caiatech.afdp.lambdas.commit.Signature;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes rows of the commits of a repository.
public final class CommitRows {
  private final RepositoryName repository;
  private final CommitAuthors authors;

  CommitRows(RepositoryName repository, CommitAuthors authors) {
    this.repository = repository;
    this.authors = authors;
  }

  /// @param keys by which names are sealed
  public CommitRows(RepositoryName repository, Pepper pepper, PersonKeyStore keys) {
    this(repository, new CommitAuthors(pepper, keys));
  }

  /// What the graph keeps of a commit.
  ///
  /// @param raw its object's content
  /// @param files what it touched against its first parent
  public CommitRow row(CommitId sha, List<CommitId> parents, byte[] raw, List<TouchedFile> files) {
    CommitText text = CommitText.read(raw);
    CommitPerson author = person(sha, text.author());
    return new CommitRow(
        sha,
        parents,
        author,
        isSame(text.author(), text.committer()) ? author : person(sha, text.committer()),
        text.coAuthors().stream()
            .flatMap(it -> authors.person(it, repository, sha).stream())
            .toList(),
        time(text.author()),
        time(text.committer()),
        text.message(),
        files);
  }

  private @Nullable CommitPerson person(CommitId sha, @Nullable Signature signature) {
    return authors.person(signature, repository, sha).orElse(null);
  }

  private static boolean isSame(@Nullable Signature author, @Nullable Signature committer) {
    return author != null
        && committer != null
        && author.name().equals(committer.name())
        && author.address().equalsIgnoreCase(committer.address());
  }

  private static @Nullable CommitTime time(@Nullable Signature signature) {
    return signature == null ? null : signature.time();
  }
}
