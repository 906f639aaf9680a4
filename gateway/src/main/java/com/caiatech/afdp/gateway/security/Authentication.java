package com.caiatech.afdp.gateway.security;

/// What became of a request's credentials.
public sealed interface Authentication {
  /// The credentials are good.
  record Authenticated(Principal principal) implements Authentication {}

  /// The request carried no credentials.
  record Missing() implements Authentication {}

  /// The request carried credentials that are malformed or unknown.
  ///
  /// @param reason holds nothing of the credentials
  record Rejected(String reason) implements Authentication {}
}
