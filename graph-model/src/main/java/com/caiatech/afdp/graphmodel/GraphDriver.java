package com.caiatech.afdp.graphmodel;

import org.neo4j.driver.Config;
import org.neo4j.driver.Logging;

/// How every driver of the graph is set up.
public final class GraphDriver {
  private GraphDriver() {}

  /// The settings to begin with: it logs through SLF4J.
  ///
  /// By default the driver makes one text of each message, with all its rows, before it asks
  /// whether anyone wants to read that.
  @SuppressWarnings("deprecation") // nothing else keeps it from that
  public static Config.ConfigBuilder settings() {
    return Config.builder().withLogging(Logging.slf4j());
  }
}
