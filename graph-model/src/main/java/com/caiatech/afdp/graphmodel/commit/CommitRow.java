package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.PersonId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One commit of a source repository, as it is written.
///
/// @param parents in order
/// @param author absent where the commit names no e-mail address
/// @param authorName sealed
/// @param files what it touched against its first parent
public record CommitRow(
    CommitId sha,
    List<CommitId> parents,
    @Nullable PersonId author,
    @Nullable String authorName,
    String subject,
    Instant authoredAt,
    Instant committedAt,
    List<TouchedFile> files) {
  public CommitRow {
    parents = List.copyOf(parents);
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
