package com.caiatech.afdp.gateway.query;

/// An answer has to tell of an error, which is graphql-java's to do.
final class Unwritable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unwritable() {
    super("an error has to be told", null, false, false);
  }
}
