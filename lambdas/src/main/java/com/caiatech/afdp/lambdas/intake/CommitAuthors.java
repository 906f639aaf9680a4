package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import com.caiatech.afdp.schemas.sealing.PersonalPointers;
import com.caiatech.afdp.schemas.sealing.Sealer;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/// The authors of commits under opaque ids, their names sealed: neither a name nor an address of
/// anybody gets into the graph.
final class CommitAuthors {
  /// Who knows the subject, for the person id of an author.
  static final String ISSUER = "git";

  private static final int LONGEST_NAME = 200;

  private final Pepper pepper;
  private final PersonKeyStore keys;
  private final Sealer sealer;

  CommitAuthors(Pepper pepper, PersonKeyStore keys) {
    this.pepper = pepper;
    this.keys = keys;
    this.sealer = new Sealer(keys);
  }

  /// The person behind an author line; nobody where it has no e-mail address.
  Optional<PersonId> person(@Nullable PersonIdent author) {
    String address =
        author == null ? "" : author.getEmailAddress().strip().toLowerCase(Locale.ROOT);
    return address.isEmpty() ? Optional.empty() : Optional.of(pepper.personId(ISSUER, address));
  }

  /// The author's name, sealed for the person; nothing where there is no name or the person was
  /// erased.
  Optional<String> sealedName(
      PersonId person, @Nullable PersonIdent author, RepositoryName repository, CommitId commit) {
    String name = author == null ? "" : author.getName().strip();
    if (name.isEmpty() || keys.isErased(person)) {
      return Optional.empty();
    }
    String bounded = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return Optional.of(
        sealer
            .seal(person, Urns.commit(repository, commit), PersonalPointers.AUTHOR_NAME, bounded)
            .text());
  }
}
