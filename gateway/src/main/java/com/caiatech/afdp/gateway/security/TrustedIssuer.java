package com.caiatech.afdp.gateway.security;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An OpenID provider or authorization server whose JWTs (RFC 7519, RFC 9068) count here.
///
/// @param url the `iss` of its tokens, exactly as they have it
/// @param audience one of the `aud` of its tokens that are meant for this gateway
/// @param keys its JSON Web Key Set (RFC 7517); the only place from which keys are taken, whatever
///   a token's header says
/// @param algorithms those of {@link #ALGORITHMS} by which its tokens may be signed
/// @param clockSkew how far its clock may be from this one's
/// @param rolesClaim the names that lead to the claim with the roles, from the outermost on
/// @param nameClaim the claim with the person's name to show
/// @param grants value of the roles' claim to what it stands for; only a whole value counts, and
///   nothing in it says where a role counts, so that whoever names groups widens nothing. Where
///   there is none, a value stands for the role of that label, everywhere
public record TrustedIssuer(
    String url,
    String audience,
    URI keys,
    Set<String> algorithms,
    Duration clockSkew,
    List<String> rolesClaim,
    String nameClaim,
    Map<String, Set<RoleGrant>> grants) {
  /// Signatures by a private key (RFC 7518, section 3.1): whoever can check one cannot make one.
  /// EdDSA is not among them: the library checks it only with a further one.
  public static final List<String> ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  public static final Set<String> DEFAULT_ALGORITHMS = Set.of("RS256", "PS256", "ES256");
  public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofMinutes(1);
  public static final List<String> DEFAULT_ROLES_CLAIM = List.of("roles");
  public static final String DEFAULT_NAME_CLAIM = "name";

  private static final Duration MOST_CLOCK_SKEW = Duration.ofMinutes(10);
  private static final Set<String> HERE = Set.of("127.0.0.1", "[::1]", "localhost");

  /// @throws IllegalArgumentException naming every problem
  public TrustedIssuer {
    algorithms = Set.copyOf(algorithms);
    rolesClaim = List.copyOf(rolesClaim);
    grants = Map.copyOf(grants);
    List<String> problems = new ArrayList<>();
    if (!isSafe(URI.create(url))) {
      problems.add("url: expected an https address, or http on loopback, found " + url);
    }
    if (!isSafe(keys)) {
      problems.add("keys: expected an https address, or http on loopback, found " + keys);
    }
    if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
      problems.add("algorithms: expected some of " + ALGORITHMS + ", found " + algorithms);
    }
    if (clockSkew.isNegative() || clockSkew.compareTo(MOST_CLOCK_SKEW) > 0) {
      problems.add("clockSkew: expected PT0S to " + MOST_CLOCK_SKEW + ", found " + clockSkew);
    }
    if (rolesClaim.isEmpty()) {
      problems.add("rolesClaim: expected at least one name, found none");
    }
    if (grants.values().stream().anyMatch(Set::isEmpty)) {
      problems.add("grants: expected at least one role for each value, found none for some");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  private static boolean isSafe(URI address) {
    boolean hasHost = address.getHost() != null && address.getUserInfo() == null;
    return hasHost
        && ("https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && HERE.contains(address.getHost())));
  }
}
