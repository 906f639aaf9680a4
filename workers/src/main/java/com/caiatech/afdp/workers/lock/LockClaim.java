package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import org.jspecify.annotations.Nullable;

/// Who wants a lock, for whom, and what becomes of those before it.
///
/// @param ahead whether it is a rollback that goes ahead of its records, and so needs no records of
///   those before it either; null in claims from before there was such
public record LockClaim(
    DeploymentId deployment, PersonId requestedBy, LockPolicy policy, @Nullable Boolean ahead) {
  /// A claim of what is recorded first.
  public LockClaim(DeploymentId deployment, PersonId requestedBy, LockPolicy policy) {
    this(deployment, requestedBy, policy, null);
  }

  /// Whether it needs no records of those before it.
  public boolean goesAhead() {
    return Boolean.TRUE.equals(ahead);
  }
}
