package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A commit of a volume that is structurally good: it only adds files.
///
/// @param firstIndex how many entries stand before it
/// @param parentSha256 SHA-256 of the raw parent commit; absent in the first commit
/// @param files what it adds, ordered by the bytes of the path; may be empty
public record LedgerCommit(
    Series series,
    VolumeName volume,
    CommitId id,
    RawCommit raw,
    long firstIndex,
    @Nullable Sha256 parentSha256,
    List<AddedFile> files) {
  public LedgerCommit {
    files = List.copyOf(files);
  }

  /// The Merkle log's entries that it adds, in order.
  public List<LedgerEntry> entries() {
    List<LedgerEntry> entries = new ArrayList<>(files.size());
    for (AddedFile file : files) {
      entries.add(
          new LedgerEntry(firstIndex + entries.size(), file.path(), file.sha256(), raw.sha256()));
    }
    return entries;
  }

  /// How many entries stand before whatever follows it.
  public long endIndex() {
    return firstIndex + files.size();
  }
}
