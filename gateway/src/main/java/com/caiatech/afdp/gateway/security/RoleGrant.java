package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A role, and where it counts. What belongs to no environment, or to no service, is covered only
/// by a grant that names none.
///
/// @param environments where it counts; empty for everywhere
/// @param services of which it counts; empty for all
public record RoleGrant(Role role, Set<EnvironmentName> environments, Set<ServiceName> services) {
  private static final int MOST_NAMED = 5;

  /// @throws IllegalArgumentException where a role that changes nothing is to count somewhere alone
  public RoleGrant {
    environments = Set.copyOf(environments);
    services = Set.copyOf(services);
    boolean narrowed = !environments.isEmpty() || !services.isEmpty();
    if (narrowed && !AccessRules.changesSomething(role)) {
      throw new IllegalArgumentException(
          "role %s: expected no environments and no services beside it, since every role reads the whole graph; found some"
              .formatted(role));
    }
  }

  /// The roles, of everything.
  public static Set<RoleGrant> everywhere(Role... roles) {
    return Arrays.stream(roles)
        .map(role -> new RoleGrant(role, Set.of(), Set.of()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether it counts there.
  public boolean covers(Scope scope) {
    return includes(environments, scope.environment()) && includes(services, scope.service());
  }

  private static <T> boolean includes(Set<T> named, @Nullable T one) {
    return named.isEmpty() || (one != null && named.contains(one));
  }

  /// Such as `deployer of cart in staging`.
  @Override
  public String toString() {
    return role + named(" of ", services) + named(" in ", environments);
  }

  private static String named(String before, Collection<?> names) {
    if (names.isEmpty()) {
      return "";
    }
    String first =
        names.stream()
            .map(Object::toString)
            .sorted()
            .limit(MOST_NAMED)
            .collect(Collectors.joining(", ", before, ""));
    return names.size() > MOST_NAMED
        ? first + " and " + (names.size() - MOST_NAMED) + " more"
        : first;
  }
}
