package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.schemas.id.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells which files commits touch.
@FunctionalInterface
interface FileChanges {
  /// The files that a commit touches.
  ///
  /// @param parent what it is compared with, its first parent; absent for a commit without parents,
  ///   which is compared with nothing
  List<TouchedFile> of(CommitId commit, @Nullable CommitId parent);
}
