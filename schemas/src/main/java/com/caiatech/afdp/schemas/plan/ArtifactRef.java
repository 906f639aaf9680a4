package com.caiatech.afdp.schemas.plan;

import com.caiatech.afdp.schemas.id.Sha256;
import org.jspecify.annotations.Nullable;

/// A built artifact by its digest.
public record ArtifactRef(String name, Sha256 sha256, @Nullable String attestation) {}
