package com.caiatech.afdp.schemas.git;

/// What is read of a repository and taken from a host at most.
///
/// @param objectBytes of one object, and of everything that a delta claims to make
/// @param deltas how many deltas stand between an object and the whole one it is made from
/// @param deltaBytes what making one object from its deltas passes through
/// @param packObjects how many objects one fetch brings
/// @param packBytes what one fetch brings, compressed
/// @param packWork what the objects of one fetch come to, uncompressed
public record GitLimits(
    int objectBytes, int deltas, long deltaBytes, long packObjects, long packBytes, long packWork) {

  /// For repositories of source code: those who deploy trust them more than a ledger's host, and
  /// they hold large files. Memory for one object of this size is there; the rest bounds what a
  /// header may claim.
  public static final GitLimits SOURCE =
      new GitLimits(512 << 20, 4_096, 4L << 30, 32_000_000, 64L << 30, 1L << 40);

  /// How much memory JGit needs for each object of a pack while it takes it in.
  private static final long HEAP_PER_OBJECT = 256;

  /// What a pack may come to that has few objects.
  private static final long WORK_AT_LEAST = 256L << 20;

  /// What an object of a pack comes to on average at most.
  private static final long WORK_PER_OBJECT = 128L << 10;

  public GitLimits {
    if (objectBytes < 1
        || deltas < 0
        || deltaBytes < objectBytes
        || packObjects < 1
        || packBytes < 1
        || packWork < objectBytes) {
      throw new IllegalArgumentException(
          "GitLimits: expected positive limits that allow for one object, found objects of "
              + objectBytes
              + " bytes, deltas of "
              + deltaBytes
              + ", packs of "
              + packWork);
    }
  }

  /// How many objects one fetch brings at most to a process with this heap.
  long packObjectsHere() {
    return Math.min(packObjects, Runtime.getRuntime().maxMemory() / 2 / HEAP_PER_OBJECT);
  }

  /// What the objects of a pack come to at most, given how many it says it has: whoever wants more
  /// work has to send more.
  long packWork(long objects) {
    return Math.min(packWork, WORK_AT_LEAST + objects * WORK_PER_OBJECT);
  }
}
