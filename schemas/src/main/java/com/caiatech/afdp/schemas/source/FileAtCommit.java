package com.caiatech.afdp.schemas.source;

/// What stands at a path in the tree of a commit.
public sealed interface FileAtCommit {
  /// A file and its bytes, which the caller owns.
  @SuppressWarnings("ArrayRecordComponent")
  record Found(byte[] content) implements FileAtCommit {}

  /// No entry has that path.
  record Absent() implements FileAtCommit {}

  /// The entry is a folder, a symbolic link or a submodule.
  record NotAFile(String mode) implements FileAtCommit {}

  /// The file has more bytes than the caller takes.
  record TooLarge(long bytes, long limit) implements FileAtCommit {}

  /// The mirror does not hold the commit.
  record UnknownCommit() implements FileAtCommit {}
}
