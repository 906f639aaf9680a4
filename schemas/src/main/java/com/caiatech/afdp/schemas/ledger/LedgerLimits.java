package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.git.GitLimits;

/// What is read of a volume at most, checked before it is read. Whoever can push to a Git host can
/// make it hold anything.
///
/// Each limit is several times what an honest writer comes to, whose commits take at most 1,000
/// records ({@link AddedFile#MAX_BYTES} each) and whose volumes end at 2 million records. What is
/// beyond one is structural ({@link ViolationKind#BEYOND_LIMITS}), but for a file that is only too
/// large for a record: that is an entry which does not count.
public final class LedgerLimits {
  /// A commit: its headers, message and trailers have under 1 KiB, an armored signature at most 16
  /// KiB ({@link com.caiatech.afdp.schemas.signing.OpenPgpVerifier#MAX_ARMORED_LENGTH}).
  public static final int COMMIT_BYTES = 64 << 10;

  /// A folder: a day's, the only one that grows, holds a folder of 64 bytes for each subject of a
  /// service in an environment, so 131,000 of them.
  public static final int TREE_BYTES = 8 << 20;

  /// A file of which a digest is taken, so that it has an index.
  public static final int FILE_BYTES = 8 << 20;

  /// The files that a commit adds.
  public static final int ENTRIES_PER_COMMIT = 10_000;

  /// What the files of a commit come to; a writer ends a group at {@link #WRITTEN_LENGTH}.
  public static final long BYTES_PER_COMMIT = 256L << 20;

  /// The characters of JSON, of at most three bytes each, at which a writer takes no further record
  /// into a commit.
  public static final long WRITTEN_LENGTH = 64L << 20;

  /// The folders that are read for a commit, its own and its parent's: at most six for each of
  /// 1,000 records.
  public static final int TREES_PER_COMMIT = 50_000;

  /// What the folders come to that are read for a commit: two days' of the largest size for each of
  /// a few services, or small ones for a thousand.
  public static final long TREE_BYTES_PER_COMMIT = 256L << 20;

  /// The names of a path: six folders and a file, and one more for a clear message.
  public static final int PATH_DEPTH = 8;

  /// A name within a path; no longer than a whole one.
  public static final int NAME_LENGTH = LedgerPath.MAX_LENGTH;

  /// The commits and the entries of a volume, twice what it takes, so that reading one that
  /// somebody fills ends.
  public static final int COMMITS_PER_VOLUME = 4_000_000;

  public static final long ENTRIES_PER_VOLUME = 4_000_000;

  /// The reason of a finding, which may hold text that others wrote.
  public static final int REASON_LENGTH = 1_000;

  /// Objects, deltas and fetches. A packer gives an object at most 50 deltas by default and 4,095
  /// if it is told to, and 50 versions of the largest folder come to 400 MiB. A full volume of one
  /// record a commit has 18 million objects, most of them folders, which come to some 120 GiB; its
  /// records end at 5 GB.
  public static final GitLimits GIT =
      new GitLimits(TREE_BYTES, 4_096, 512L << 20, 24_000_000, 16L << 30, 256L << 30);

  private LedgerLimits() {}
}
