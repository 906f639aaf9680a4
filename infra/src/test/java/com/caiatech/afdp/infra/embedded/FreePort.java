package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.state.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// A loopback port that nothing listens on.
final class FreePort {
  private FreePort() {}

  static int take() throws IOException {
    return Ports.load(Files.createTempDirectory("afdp-ports").resolve("ports.json"))
        .take("test", Optional.empty());
  }
}
