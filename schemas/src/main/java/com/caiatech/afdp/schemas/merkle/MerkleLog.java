package com.caiatech.afdp.schemas.merkle;

import com.caiatech.afdp.schemas.SchemasException.LimitExceeded;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.ArrayList;
import java.util.List;

/// An append-only log in memory that answers roots and proofs for each size it ever had (RFC 6962
/// section 2.1).
///
/// It keeps the hash of every complete subtree, 64 bytes an entry; appending costs one hash on
/// average, a root or a proof the logarithm of the size. Not safe for use by several threads.
public final class MerkleLog {
  /// The most entries that one log takes; a volume of a ledger ends at 2 million.
  public static final long MAX_SIZE = 1L << 25;

  private final List<HashRow> levels = new ArrayList<>();

  public MerkleLog() {
    levels.add(new HashRow());
  }

  /// A log of these leaf hashes.
  public static MerkleLog of(List<Sha256> leafHashes) {
    MerkleLog log = new MerkleLog();
    leafHashes.forEach(log::append);
    return log;
  }

  /// Appends a leaf hash and returns its index.
  ///
  /// @throws LimitExceeded when the log is full; nothing was appended
  public long append(Sha256 leafHash) {
    if (size() == MAX_SIZE) {
      throw new LimitExceeded("Merkle log: full at " + MAX_SIZE + " entries, nothing appended");
    }
    levels.getFirst().append(leafHash.bytes());
    for (int level = 0; levels.get(level).count() % 2 == 0; level++) {
      HashRow row = levels.get(level);
      if (levels.size() == level + 1) {
        levels.add(new HashRow());
      }
      byte[] parent = MerkleTree.nodeHash(row.at(row.count() - 2), row.at(row.count() - 1));
      levels.get(level + 1).append(parent);
    }
    return size() - 1;
  }

  /// The number of entries.
  public long size() {
    return levels.getFirst().count();
  }

  /// The leaf hash at an index below {@link #size()}.
  public Sha256 leafHash(long index) {
    requireRange("index", index, 0, size() - 1);
    return Sha256.ofDigest(levels.getFirst().at((int) index));
  }

  /// The root over all entries.
  public Sha256 root() {
    return root(size());
  }

  /// The root over the first `size` entries.
  public Sha256 root(long size) {
    requireRange("size", size, 0, size());
    return size == 0 ? Sha256.of(new byte[0]) : Sha256.ofDigest(subtree(0, (int) size));
  }

  /// The proof that the entry at `index` is among the first `size` (RFC 6962 section 2.1.1).
  public InclusionProof inclusionProof(long index, long size) {
    requireRange("size", size, 1, size());
    requireRange("index", index, 0, size - 1);
    List<Sha256> path = new ArrayList<>();
    collectPath((int) index, 0, (int) size, path);
    return new InclusionProof(index, size, path);
  }

  /// The proof that the first `second` entries begin with the first `first` (RFC 6962 section
  /// 2.1.2). It is empty when the sizes are equal or `first` is 0.
  public ConsistencyProof consistencyProof(long first, long second) {
    requireRange("second size", second, 0, size());
    requireRange("first size", first, 0, second);
    List<Sha256> path = new ArrayList<>();
    if (first > 0 && first < second) {
      collectConsistency((int) first, 0, (int) second, true, path);
    }
    return new ConsistencyProof(first, second, path);
  }

  /// The root of the leaves from `start` to below `end`; `start` is where a subtree begins.
  private byte[] subtree(int start, int end) {
    int width = end - start;
    if (Integer.bitCount(width) == 1) {
      int level = Integer.numberOfTrailingZeros(width);
      return levels.get(level).at(start >>> level);
    }
    int middle = start + Integer.highestOneBit(width);
    return MerkleTree.nodeHash(subtree(start, middle), subtree(middle, end));
  }

  private void collectPath(int index, int start, int end, List<Sha256> path) {
    if (end - start == 1) {
      return;
    }
    int middle = start + split(end - start);
    if (index < middle) {
      collectPath(index, start, middle, path);
      path.add(Sha256.ofDigest(subtree(middle, end)));
    } else {
      collectPath(index, middle, end, path);
      path.add(Sha256.ofDigest(subtree(start, middle)));
    }
  }

  private void collectConsistency(
      int first, int start, int end, boolean rootIsKnown, List<Sha256> path) {
    if (first == end) {
      if (!rootIsKnown) {
        path.add(Sha256.ofDigest(subtree(start, end)));
      }
      return;
    }
    int middle = start + split(end - start);
    if (first <= middle) {
      collectConsistency(first, start, middle, rootIsKnown, path);
      path.add(Sha256.ofDigest(subtree(middle, end)));
    } else {
      collectConsistency(first, middle, end, false, path);
      path.add(Sha256.ofDigest(subtree(start, middle)));
    }
  }

  /// The largest power of two below a width of at least 2.
  private static int split(int width) {
    return Integer.highestOneBit(width - 1);
  }

  private static void requireRange(String what, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          "Merkle log: expected "
              + what
              + " between "
              + lowest
              + " and "
              + highest
              + ", found "
              + value);
    }
  }
}
