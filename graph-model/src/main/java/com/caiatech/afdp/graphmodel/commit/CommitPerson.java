package com.caiatech.afdp.graphmodel.commit;

import com.caiatech.afdp.schemas.id.PersonId;
import org.jspecify.annotations.Nullable;

/// Somebody whom a commit names, under an opaque id.
///
/// @param name sealed; absent where the commit gives none, or the person was erased
public record CommitPerson(PersonId id, @Nullable String name) {}
