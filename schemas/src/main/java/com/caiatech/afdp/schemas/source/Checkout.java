package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.id.CommitId;
import java.nio.file.Path;

/// What became of the wish to have a commit's tree in a folder.
public sealed interface Checkout {
  /// The folder holds the whole tree; it did not exist half-done at any moment.
  ///
  /// @param standing whether it was there before and nothing was written
  record Done(Path folder, boolean standing) implements Checkout {}

  /// The tree may not be written: a path or a link that leaves the folder, or a limit. No folder
  /// was left behind.
  record Refused(String path, String reason) implements Checkout {}

  /// The mirror does not hold the commit.
  record UnknownCommit(CommitId commit) implements Checkout {}

  /// How much may be written.
  ///
  /// @param files the number of entries
  /// @param bytes the sum of the files' sizes
  record Limits(int files, long bytes) {
    /// 50,000 entries and 1 GiB.
    public static final Limits DEFAULT = new Limits(50_000, 1L << 30);

    public Limits {
      if (files < 1 || bytes < 1) {
        throw new IllegalArgumentException(
            "Limits: expected at least one file and one byte, found %d and %d"
                .formatted(files, bytes));
      }
    }
  }
}
