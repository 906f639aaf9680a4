package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.state.Ports;
import java.nio.file.Path;
import java.util.Optional;

/// The embedded graph database in a process of its own and nothing beside it: the peer of the
/// platform's start. It says `ready`, and stops in order when its input ends.
final class GraphAlone {
  private GraphAlone() {}

  /// Runs it until its input ends.
  ///
  /// @param arguments the folder
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int port = Ports.load(folder.resolveSibling("ports.json")).take("bolt", Optional.empty());
    try (Neo4jServer _ = Neo4jServer.start(folder, port, "of-a-benchmark")) {
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // it says nothing
      }
    }
    System.exit(0);
  }
}
