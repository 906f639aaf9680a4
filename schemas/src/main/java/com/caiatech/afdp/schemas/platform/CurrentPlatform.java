package com.caiatech.afdp.schemas.platform;

/// The platform as it is now: whoever asks sees a change at the next call.
@FunctionalInterface
public interface CurrentPlatform {
  /// The platform as it is now.
  ///
  /// @throws com.caiatech.afdp.schemas.SchemasException.ConfigurationFault when its configuration
  ///   is missing, too large or malformed
  Platform current();
}
