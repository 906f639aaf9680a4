package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.KeyFingerprint;

/// A detached OpenPGP signature over the canonical JSON of a record without its signatures.
public record RootSignature(KeyFingerprint fingerprint, String signature) {}
