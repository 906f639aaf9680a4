package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.schemas.id.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// An opaque bearer token that a gateway gives out itself, known by its digest alone.
///
/// @param sha256 SHA-256 of the token's characters in UTF-8; the token begins with {@link #PREFIX}
/// @param grants the roles of who holds it, and where each counts
/// @param issuer with the subject it makes the person's id; `local` by convention
/// @param subject the person's name with that issuer, such as `local-deployer`
/// @param expires from when on it is refused
public record LocalToken(
    Sha256 sha256,
    Set<RoleGrant> grants,
    String issuer,
    String subject,
    String displayName,
    Instant expires) {
  /// What such a token begins with, so that it is never taken for a JWT, and found by whoever looks
  /// for secrets in the wrong place.
  public static final String PREFIX = "afdp_";

  public LocalToken {
    grants = Set.copyOf(grants);
    List<String> blank =
        List.of(issuer, subject, displayName).stream().filter(String::isBlank).toList();
    if (grants.isEmpty() || !blank.isEmpty()) {
      throw new IllegalArgumentException(
          "LocalToken: expected at least one role, an issuer, a subject and a display name; found"
              + " the roles "
              + grants
              + " and "
              + blank.size()
              + " empty text(s)");
    }
  }
}
