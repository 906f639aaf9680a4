package com.caiatech.afdp.schemas.merkle;

import com.caiatech.afdp.schemas.id.Sha256;
import java.util.ArrayList;
import java.util.List;

/// A log of which only the roots of its complete subtrees are kept (a compact range from 0): enough
/// to append and to tell the root, in memory that grows with the logarithm of the size. Not
/// thread-safe.
public final class CompactRange {
  private final List<Sha256> subtrees;
  private long size;

  private CompactRange(long size, List<Sha256> subtrees) {
    this.size = size;
    this.subtrees = new ArrayList<>(subtrees);
  }

  /// The log of that size whose complete subtrees have these roots, the largest first.
  ///
  /// @throws IllegalArgumentException when their number does not fit the size
  public static CompactRange of(long size, List<Sha256> subtrees) {
    if (size < 0 || Long.bitCount(size) != subtrees.size()) {
      throw new IllegalArgumentException(
          "CompactRange: a log of "
              + size
              + " entries has "
              + Long.bitCount(size)
              + " complete subtrees, found "
              + subtrees.size());
    }
    return new CompactRange(size, subtrees);
  }

  /// Appends an entry by its leaf hash.
  public void append(Sha256 leafHash) {
    Sha256 node = leafHash;
    for (long rest = size; rest % 2 == 1; rest >>= 1) {
      node = MerkleTree.nodeHash(subtrees.removeLast(), node);
    }
    subtrees.add(node);
    size++;
  }

  /// How many entries there are.
  public long size() {
    return size;
  }

  /// The roots of the complete subtrees, the largest first.
  public List<Sha256> subtrees() {
    return List.copyOf(subtrees);
  }

  /// The RFC 6962 root over all entries.
  public Sha256 root() {
    if (subtrees.isEmpty()) {
      return Sha256.of(new byte[0]);
    }
    Sha256 root = subtrees.getLast();
    for (Sha256 left : subtrees.reversed().subList(1, subtrees.size())) {
      root = MerkleTree.nodeHash(left, root);
    }
    return root;
  }
}
