package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.schemas.id.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One commit of a source repository, as it is written. What a value cannot hold is absent.
///
/// @param parents in order
/// @param author absent where the commit names no e-mail address
/// @param committer absent where the commit names no e-mail address
/// @param coAuthors in the order of the message, each once
/// @param authored absent where the author names no moment between the years 1970 and 9999
/// @param committed absent where the committer names none
/// @param files what it touched against its first parent
public record CommitRow(
    CommitId sha,
    List<CommitId> parents,
    @Nullable CommitPerson author,
    @Nullable CommitPerson committer,
    List<CommitPerson> coAuthors,
    @Nullable CommitTime authored,
    @Nullable CommitTime committed,
    CommitMessage message,
    List<TouchedFile> files) {
  public CommitRow {
    parents = List.copyOf(parents);
    coAuthors = List.copyOf(coAuthors);
    files = List.copyOf(files);
  }

  /// Lines added and deleted in all text files.
  public long size() {
    long size = 0;
    for (TouchedFile file : files) {
      Long added = file.added();
      Long deleted = file.deleted();
      size += (added == null ? 0 : added) + (deleted == null ? 0 : deleted);
    }
    return size;
  }
}
