package com.caiatech.afdp.gateway.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The credentials that a gateway accepts.
///
/// @param tokens of its own
/// @param issuer whose JWTs count, if there is one
/// @param localBeside whether its own tokens count beside an issuer's; without one they do
public record Credentials(
    List<LocalToken> tokens, @Nullable TrustedIssuer issuer, boolean localBeside) {
  public Credentials {
    tokens = List.copyOf(tokens);
  }

  /// The gateway's own tokens alone.
  public static Credentials local(List<LocalToken> tokens) {
    return new Credentials(tokens, null, true);
  }

  /// Whether the gateway's own tokens count.
  public boolean localCount() {
    return issuer == null || localBeside;
  }
}
