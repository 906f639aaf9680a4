package com.caiatech.afdp.gateway.configuration;

import java.nio.file.Path;

/// Where refused mutations are kept.
///
/// @param folder of this gateway alone
/// @param mostBytes of all its files together; beyond, refusals are counted and not kept
public record AuditConfiguration(Path folder, long mostBytes) {
  static final int DEFAULT_MEGABYTES = 1_024;
  static final long MEGABYTE = 1 << 20;

  /// Of the folder.
  public static AuditConfiguration in(Path folder) {
    return new AuditConfiguration(folder, DEFAULT_MEGABYTES * MEGABYTE);
  }
}
