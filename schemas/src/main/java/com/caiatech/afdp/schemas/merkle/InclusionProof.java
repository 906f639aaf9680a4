package com.caiatech.afdp.schemas.merkle;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.merkle.ProofCheck.Proven;
import com.caiatech.afdp.schemas.merkle.ProofCheck.Refuted;
import java.util.List;

/// The proof that one entry stands at an index of a log of some size (RFC 6962 section 2.1.1).
///
/// @param path the siblings from the leaf to the root
public record InclusionProof(long index, long size, List<Sha256> path) {
  public InclusionProof {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "InclusionProof: expected an index from 0 to below the size "
              + size
              + ", found "
              + index);
    }
    path = List.copyOf(path);
  }

  /// Checks the proof by RFC 9162 section 2.1.3.2.
  ///
  /// @param leafHash of the entry, as {@link MerkleTree#leafHash} makes it
  /// @param root of the log at {@link #size()}, from a source that is trusted
  public ProofCheck verify(Sha256 leafHash, Sha256 root) {
    long node = index;
    long last = size - 1;
    Sha256 hash = leafHash;
    for (Sha256 sibling : path) {
      if (last == 0) {
        return new Refuted("inclusion proof: longer than a log of " + size + " entries needs");
      }
      if (node % 2 == 1 || node == last) {
        hash = MerkleTree.nodeHash(sibling, hash);
        while (node % 2 == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = MerkleTree.nodeHash(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      return new Refuted("inclusion proof: shorter than a log of " + size + " entries needs");
    }
    return hash.equals(root)
        ? new Proven()
        : new Refuted("inclusion proof: leads to root " + hash + ", expected " + root);
  }
}
