package com.caiatech.afdp.workers.lock;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;

/// Who wants a lock, for whom, and what becomes of those before it.
public record LockClaim(DeploymentId deployment, PersonId requestedBy, LockPolicy policy) {}
