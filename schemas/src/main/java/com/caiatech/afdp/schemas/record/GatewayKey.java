package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;

/// A key with which a gateway proves what a signed-in person meant.
///
/// @param keyId SHA-256 of the raw Ed25519 public key
/// @param publicKey the raw Ed25519 public key, base64
/// @param ranges of the records that carry its proofs
public record GatewayKey(
    Sha256 keyId, String publicKey, String audience, String owner, List<IndexRange> ranges) {
  public GatewayKey {
    ranges = List.copyOf(ranges);
  }

  /// The same for other entries.
  GatewayKey withRanges(List<IndexRange> newRanges) {
    return new GatewayKey(keyId, publicKey, audience, owner, newRanges);
  }

  /// The same of another key.
  GatewayKey of(Sha256 other, String otherPublicKey) {
    return new GatewayKey(other, otherPublicKey, audience, owner, ranges);
  }

  /// The same, counting in a further volume where it counts at the end of the one before it.
  GatewayKey opening(VolumeName volume) {
    return withRanges(IndexRange.opening(ranges, volume));
  }
}
