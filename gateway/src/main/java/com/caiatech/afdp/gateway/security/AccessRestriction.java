package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.intent.Action;
import java.util.Set;

/// Narrows who may do something in one environment, for example production deployments for admins
/// alone. It never widens what {@link AccessRules} grants.
public record AccessRestriction(Action action, EnvironmentName environment, Set<Role> roles) {
  public AccessRestriction {
    roles = Set.copyOf(roles);
  }
}
