package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.KeyFingerprint;

/// A key whose signature makes a policy valid.
public record RootKey(KeyFingerprint fingerprint, String publicKey) {}
