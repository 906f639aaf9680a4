package com.caiatech.afdp.schemas.sealing;

import com.google.crypto.tink.DeterministicAead;

/// What the key store holds for a person.
sealed interface PersonKey {
  /// A data key in use.
  record Usable(DeterministicAead key) implements PersonKey {}

  /// The key was destroyed; there will be none again.
  record Erased() implements PersonKey {}

  /// There was never a key.
  record Absent() implements PersonKey {}
}
