package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.id.KeyFingerprint;
import java.time.Instant;

/// What checking an OpenPGP signature over bytes came to. It says who signed, not whether they were
/// allowed to.
public sealed interface SignatureCheck {
  /// A key among those given made this signature over exactly these bytes.
  ///
  /// @param fingerprint of the primary key, also where one of its signing subkeys signed
  /// @param createdAt when the signer claims to have signed, in whole seconds
  record Good(KeyFingerprint fingerprint, Instant createdAt) implements SignatureCheck {}

  /// There is no signature.
  record Missing() implements SignatureCheck {}

  /// The signature names none of the keys given.
  ///
  /// @param issuer the fingerprint, or where there is none the key id, that the signature names; in
  ///   lower-case hexadecimal digits
  record UnknownKey(String issuer) implements SignatureCheck {}

  /// The signature names one of the keys given, which did not make it over these bytes.
  record Bad(KeyFingerprint fingerprint) implements SignatureCheck {}

  /// What stands in the signature's place cannot be judged.
  record Unreadable(String reason) implements SignatureCheck {}
}
