package com.caiatech.afdp.schemas.merkle;

import com.caiatech.afdp.schemas.id.Sha256;
import java.security.MessageDigest;
import java.util.List;

/// The hash functions of RFC 6962 section 2.1: SHA-256 with a domain byte, 0x00 before a leaf's
/// bytes and 0x01 before two nodes.
public final class MerkleTree {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerkleTree() {}

  /// `SHA-256(0x00 || entry)`.
  public static Sha256 leafHash(byte[] entry) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(LEAF);
    return Sha256.ofDigest(digest.digest(entry));
  }

  /// `SHA-256(0x01 || left || right)`.
  public static Sha256 nodeHash(Sha256 left, Sha256 right) {
    return Sha256.ofDigest(nodeHash(left.bytes(), right.bytes()));
  }

  /// The root over leaf hashes; over none, the hash of nothing.
  public static Sha256 root(List<Sha256> leafHashes) {
    MerkleLog log = new MerkleLog();
    leafHashes.forEach(log::append);
    return log.root();
  }

  /// The root over entries, each hashed as a leaf.
  public static Sha256 rootOfEntries(List<byte[]> entries) {
    return root(entries.stream().map(MerkleTree::leafHash).toList());
  }

  static byte[] nodeHash(byte[] left, byte[] right) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }
}
