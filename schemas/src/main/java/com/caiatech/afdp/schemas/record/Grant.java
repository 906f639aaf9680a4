package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.KeyFingerprint;
import java.util.List;

/// What a signing key may sign: kinds of record, in ranges of entries.
///
/// @param publicKey the armored OpenPGP public key
public record Grant(
    KeyFingerprint fingerprint,
    String publicKey,
    String owner,
    String role,
    List<RecordKind> kinds,
    List<IndexRange> ranges) {
  public Grant {
    kinds = List.copyOf(kinds);
    ranges = List.copyOf(ranges);
  }
}
