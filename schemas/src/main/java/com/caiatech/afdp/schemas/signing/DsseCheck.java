package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.id.Sha256;

/// What checking a DSSE envelope came to.
public sealed interface DsseCheck {
  /// The key signed this payload under its type.
  ///
  /// @param payload what was signed; read, never write
  @SuppressWarnings("ArrayRecordComponent") // handed on to a parser, never compared
  record Verified(byte[] payload, Sha256 keyId) implements DsseCheck {}

  /// No signature names one of the keys given.
  record UnknownKey(String keyId) implements DsseCheck {}

  /// A signature names one of the keys given, which did not make it over this payload and type.
  record BadSignature(Sha256 keyId) implements DsseCheck {}

  /// It is no envelope of the expected payload type.
  record Malformed(String reason) implements DsseCheck {}
}
