package com.caiatech.afdp.schemas.sealing;

/// What opening a sealed value came to.
public sealed interface Opening {
  /// The text as it was sealed.
  record Opened(String text) implements Opening {}

  /// The person was erased, and the key with them.
  record Erased() implements Opening {}

  /// The value was not sealed for this place and person by a key that is here.
  record NotReadable(String reason) implements Opening {}
}
