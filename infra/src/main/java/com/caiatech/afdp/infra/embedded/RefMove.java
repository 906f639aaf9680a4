package com.caiatech.afdp.infra.embedded;

import org.eclipse.jgit.lib.ObjectId;

/// One move of a branch or tag, told after it is on disk.
///
/// @param repository where
/// @param ref full name, `refs/heads/main`
/// @param before what it named when it was last told; zero for a new ref
/// @param after what it names now; zero for a deleted ref
/// @param pusher who moved it, as far as is known: git's own protocol names nobody
public record RefMove(
    ServedName repository, String ref, ObjectId before, ObjectId after, String pusher) {
  public RefMove {
    if (before.equals(after)) {
      throw new IllegalArgumentException(
          "move of " + ref + " in " + repository.fullName() + ": both ends are " + after.name());
    }
    before = before.copy();
    after = after.copy();
  }
}
