package com.caiatech.afdp.gateway.security;

import java.time.Duration;

/// What became of a request's credentials. No reason holds anything of them.
public sealed interface Authentication {
  /// The credentials are good.
  record Authenticated(Principal principal) implements Authentication {}

  /// The request carried no credentials.
  record Missing() implements Authentication {}

  /// The request carried credentials that are malformed, unknown, or do not hold.
  record Rejected(String reason) implements Authentication {}

  /// The credentials are good, but stand for no role here.
  record WithoutRole(String reason) implements Authentication {}

  /// Too many credentials of the sender's address were rejected; these were not looked at.
  ///
  /// @param retryAfter until some are looked at again
  record Throttled(Duration retryAfter) implements Authentication {}

  /// The credentials could not be judged, since the issuer's keys could not be had.
  record Unavailable(String reason) implements Authentication {}
}
