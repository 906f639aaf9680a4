package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.state.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A loopback port that nothing listens on.
public final class FreePort {
  private FreePort() {}

  public static int take() throws IOException {
    Path folder = Files.createTempDirectory("afdp-ports");
    Path file = folder.resolve("ports.json");
    try {
      return Ports.load(file).take("test", Optional.empty());
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
