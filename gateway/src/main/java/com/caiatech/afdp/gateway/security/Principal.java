package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The person a request speaks for, as the gateway authenticated them.
///
/// @param personId the opaque id under which the person stands in records
/// @param issuer who vouches for the subject, `local` for tokens of the local runner
/// @param subject the person's name with that issuer; personal, never to be recorded in clear
/// @param displayName personal, never to be recorded in clear
/// @param grants the roles, and where each counts
/// @param authenticatedAt when the credentials were checked
public record Principal(
    PersonId personId,
    String issuer,
    String subject,
    String displayName,
    Set<RoleGrant> grants,
    Instant authenticatedAt) {
  private static final int MOST_TOLD = 10;

  public Principal {
    grants = Set.copyOf(grants);
    if (grants.isEmpty()) {
      throw new IllegalArgumentException(
          "Principal " + personId + ": expected at least one role, found none");
    }
  }

  /// Whether the principal has the role there.
  public boolean has(Role role, Scope scope) {
    return grants.stream().anyMatch(grant -> grant.role() == role && grant.covers(scope));
  }

  /// The roles that count in one of the scopes at least, in their order.
  public Set<Role> roles(Collection<Scope> scopes) {
    return grants.stream()
        .filter(grant -> scopes.stream().anyMatch(grant::covers))
        .map(RoleGrant::role)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
  }

  /// The grants for a message, such as `[viewer; deployer in staging]`; of many the first.
  public String toldGrants() {
    String first =
        grants.stream()
            .sorted(Comparator.comparing(RoleGrant::role).thenComparing(RoleGrant::toString))
            .limit(MOST_TOLD)
            .map(RoleGrant::toString)
            .collect(Collectors.joining("; "));
    return "["
        + first
        + (grants.size() > MOST_TOLD ? "; and " + (grants.size() - MOST_TOLD) + " more" : "")
        + "]";
  }

  /// Names only the opaque id: a principal may stand in a log line.
  @Override
  public String toString() {
    return "Principal[" + personId + ", roles=" + toldGrants() + "]";
  }
}
