package com.caiatech.afdp.schemas.merkle;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.merkle.ProofCheck.Proven;
import com.caiatech.afdp.schemas.merkle.ProofCheck.Refuted;
import java.util.List;

/// The proof that a log only grew between two sizes (RFC 6962 section 2.1.2).
public record ConsistencyProof(long firstSize, long secondSize, List<Sha256> path) {
  public ConsistencyProof {
    if (firstSize < 0 || firstSize > secondSize) {
      throw new IllegalArgumentException(
          "ConsistencyProof: expected a first size from 0 to the second size "
              + secondSize
              + ", found "
              + firstSize);
    }
    path = List.copyOf(path);
  }

  /// Checks the proof by RFC 9162 section 2.1.4.2. Each root is that of the log at its size.
  public ProofCheck verify(Sha256 firstRoot, Sha256 secondRoot) {
    if (firstSize == secondSize) {
      return path.isEmpty() && firstRoot.equals(secondRoot)
          ? new Proven()
          : new Refuted("consistency proof: one size has two roots, or a path that it needs not");
    }
    if (firstSize == 0) {
      return path.isEmpty() && firstRoot.equals(Sha256.of(new byte[0]))
          ? new Proven()
          : new Refuted("consistency proof: an empty log has the hash of nothing and no path");
    }
    if (path.isEmpty()) {
      return new Refuted("consistency proof: empty between different sizes");
    }
    return climb(firstRoot, secondRoot);
  }

  private ProofCheck climb(Sha256 firstRoot, Sha256 secondRoot) {
    boolean startsAtRoot = Long.bitCount(firstSize) == 1;
    long node = firstSize - 1;
    long last = secondSize - 1;
    while (node % 2 == 1) {
      node >>= 1;
      last >>= 1;
    }
    Sha256 first = startsAtRoot ? firstRoot : path.getFirst();
    Sha256 second = first;
    for (Sha256 sibling : path.subList(startsAtRoot ? 0 : 1, path.size())) {
      if (last == 0) {
        return new Refuted("consistency proof: longer than the sizes need");
      }
      if (node % 2 == 1 || node == last) {
        first = MerkleTree.nodeHash(sibling, first);
        second = MerkleTree.nodeHash(sibling, second);
        while (node % 2 == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        second = MerkleTree.nodeHash(second, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      return new Refuted("consistency proof: shorter than the sizes need");
    }
    if (!first.equals(firstRoot)) {
      return new Refuted("consistency proof: first root is " + first + ", expected " + firstRoot);
    }
    return second.equals(secondRoot)
        ? new Proven()
        : new Refuted("consistency proof: second root is " + second + ", expected " + secondRoot);
  }
}
