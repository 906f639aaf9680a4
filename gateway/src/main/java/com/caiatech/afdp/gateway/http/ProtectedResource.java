package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.security.TrustedIssuer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The gateway as OAuth sees it: a resource that tokens open.
///
/// @param uri where people reach it
/// @param issuer whose tokens it accepts, if there is one
public record ProtectedResource(URI uri, @Nullable TrustedIssuer issuer) {
  /// Its metadata (RFC 9728, section 2), where it has an issuer.
  Optional<Map<String, Object>> metadata() {
    return Optional.ofNullable(issuer)
        .map(
            it ->
                Map.of(
                    "resource", uri.toString(),
                    "resource_name", "AFDP gateway",
                    "authorization_servers", List.of(it.url()),
                    "bearer_methods_supported", List.of("header")));
  }

  /// The challenge to whoever has no good token (RFC 6750, section 3; RFC 9728, section 5.1).
  String challenge() {
    return "Bearer realm=\"afdp\""
        + (issuer == null
            ? ""
            : ", resource_metadata=\"%s\"".formatted(uri.resolve(Route.PROTECTED_RESOURCE_PATH)));
  }
}
