package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.schemas.id.CommitId;
import org.jspecify.annotations.Nullable;

/// A file that a commit touched, as `git log --raw --numstat -M50%` tells it.
///
/// @param path where it is after the commit, or was where the commit deleted it; a path that is no
///   text in UTF-8 as Git quotes it
/// @param renamedFrom where it was before; absent where it was not renamed
/// @param mode of the file after the commit, six octal digits; before it where it was deleted
/// @param modeBefore absent where it is the same, and for a file that was added
/// @param submodule the commit of another repository that stands there; absent for a file
/// @param added lines; absent for a binary file
/// @param deleted lines; absent for a binary file
public record TouchedFile(
    String path,
    Change change,
    @Nullable String renamedFrom,
    String mode,
    @Nullable String modeBefore,
    @Nullable CommitId submodule,
    @Nullable Long added,
    @Nullable Long deleted) {

  /// What became of a file; the names are the ones of the graph and of the gateway.
  public enum Change {
    ADDED,
    MODIFIED,
    DELETED,
    RENAMED,
    /// A file became a link or a submodule, or the other way round.
    TYPE_CHANGED
  }
}
