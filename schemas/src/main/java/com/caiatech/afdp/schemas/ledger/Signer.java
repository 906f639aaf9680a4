package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.KeyFingerprint;

/// The key behind a signature that counts, with the owner and the role that the policy names.
public record Signer(KeyFingerprint fingerprint, String owner, String role) {}
