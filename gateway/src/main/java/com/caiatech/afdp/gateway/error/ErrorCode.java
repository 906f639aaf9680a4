package com.caiatech.afdp.gateway.error;

/// The value of `extensions.code` of an error that a client sees.
public enum ErrorCode {
  /// The request is not what the protocol or the schema demands; the same request fails again.
  BAD_USER_INPUT,
  /// No principal: the bearer token is missing or unknown.
  UNAUTHENTICATED,
  /// The principal may not do this.
  FORBIDDEN,
  /// What the request names does not exist.
  NOT_FOUND,
  /// The request contradicts the present state.
  CONFLICT,
  /// A freeze forbids the change now.
  FROZEN,
  /// The answer took longer than allowed. It says nothing about what the answer would be.
  TIMEOUT,
  /// A limit on the request was exceeded, the detail `limit` names it; nothing was executed.
  TOO_COMPLEX,
  /// The gateway has no capacity now; the same request may succeed later.
  OVERLOADED,
  /// The database does not answer now; asking again is safe.
  UNAVAILABLE,
  /// A value that newer software wrote and this gateway does not know: the field is null, the rest
  /// of the answer holds.
  NEWER_THAN_SOFTWARE,
  /// A fault of ours; the detail `id` leads to the log.
  INTERNAL
}
