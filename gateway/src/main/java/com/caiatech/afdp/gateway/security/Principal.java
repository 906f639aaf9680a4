package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.PersonId;
import java.time.Instant;
import java.util.Set;

/// The person a request speaks for, as the gateway authenticated them.
///
/// @param personId the opaque id under which the person stands in records
/// @param issuer who vouches for the subject, `local` for tokens of the local runner
/// @param subject the person's name with that issuer; personal, never to be recorded in clear
/// @param displayName personal, never to be recorded in clear
/// @param authenticatedAt when the credentials were checked
public record Principal(
    PersonId personId,
    String issuer,
    String subject,
    String displayName,
    Set<Role> roles,
    Instant authenticatedAt) {
  public Principal {
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "Principal " + personId + ": expected at least one role, found none");
    }
  }

  /// Whether the principal has the role.
  public boolean has(Role role) {
    return roles.contains(role);
  }

  /// Names only the opaque id: a principal may stand in a log line.
  @Override
  public String toString() {
    return "Principal[" + personId + ", roles=" + roles.stream().sorted().toList() + "]";
  }
}
