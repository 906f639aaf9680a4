package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitPerson;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.lambdas.commit.Signature;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import com.caiatech.afdp.schemas.sealing.PersonalPointers;
import com.caiatech.afdp.schemas.sealing.SealedValue;
import com.caiatech.afdp.schemas.sealing.Sealer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The people whom commits name, under opaque ids, their names sealed: neither a name nor an
/// address of anybody gets into the graph.
final class CommitAuthors {
  /// Who knows the subject, for the person id of somebody whom a commit names.
  static final String ISSUER = "git";

  private static final int LONGEST_NAME = 200;

  private final Pepper pepper;
  private final Sealer sealer;

  CommitAuthors(Pepper pepper, PersonKeyStore keys) {
    this.pepper = pepper;
    this.sealer = new Sealer(keys);
  }

  /// The person behind a signature of a commit, with the name that it gives; nobody where it has no
  /// e-mail address.
  Optional<CommitPerson> person(
      @Nullable Signature signature, RepositoryName repository, CommitId commit) {
    if (signature == null || signature.address().isEmpty()) {
      return Optional.empty();
    }
    PersonId person = pepper.personId(ISSUER, signature.address().toLowerCase(Locale.ROOT));
    return Optional.of(
        new CommitPerson(person, sealed(person, signature.name(), repository, commit)));
  }

  /// The name, sealed for the person; nothing where there is no name or the person was erased.
  private @Nullable String sealed(
      PersonId person, String name, RepositoryName repository, CommitId commit) {
    if (name.isEmpty()) {
      return null;
    }
    String bounded = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return sealer
        .sealUnlessErased(
            person, Urns.commit(repository, commit), PersonalPointers.AUTHOR_NAME, bounded)
        .map(SealedValue::text)
        .orElse(null);
  }
}
