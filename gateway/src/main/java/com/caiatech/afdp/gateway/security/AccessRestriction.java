package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Narrows who may do something somewhere, for example production deployments to admins alone. It
/// never widens what {@link AccessRules} grants. What names no environment, or no service, may be
/// of any, so that it is narrowed too.
///
/// @param environments where it narrows; empty for everywhere
/// @param services of which it narrows; empty for all
/// @param roles those that are left
public record AccessRestriction(
    Action action, Set<EnvironmentName> environments, Set<ServiceName> services, Set<Role> roles) {
  public AccessRestriction {
    environments = Set.copyOf(environments);
    services = Set.copyOf(services);
    roles = Set.copyOf(roles);
  }

  boolean narrows(Action asked, Scope scope) {
    return action == asked
        && mayBeAmong(environments, scope.environment())
        && mayBeAmong(services, scope.service());
  }

  private static <T> boolean mayBeAmong(Set<T> named, @Nullable T one) {
    return named.isEmpty() || one == null || named.contains(one);
  }
}
