package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;

/// A person's own key, for proofs of intent that no gateway can make.
///
/// @param kind the kind of proof, such as `ssh`, `openpgp` or `webauthn`
/// @param keyId as the kind names its keys
/// @param publicKey as the kind writes it
/// @param ranges of the records that carry its proofs
public record PersonalKey(
    String kind,
    String keyId,
    String publicKey,
    PersonId personId,
    String owner,
    List<IndexRange> ranges) {
  public PersonalKey {
    ranges = List.copyOf(ranges);
  }

  /// The same, counting in a further volume where it counts at the end of the one before it.
  PersonalKey opening(VolumeName volume) {
    return new PersonalKey(
        kind, keyId, publicKey, personId, owner, IndexRange.opening(ranges, volume));
  }
}
