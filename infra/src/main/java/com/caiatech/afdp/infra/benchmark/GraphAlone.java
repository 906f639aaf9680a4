package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.state.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The embedded graph database in a process of its own and nothing beside it: the peer of the
/// platform's start. It says where it answers once it does, and stops in order when its input ends.
public final class GraphAlone {
  private GraphAlone() {}

  /// Runs it until its input ends.
  ///
  /// @param arguments the folder, and the file with the password of one that has data
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int port = Ports.load(folder.resolveSibling("ports.json")).take("bolt", Optional.empty());
    String password =
        arguments.length > 1 ? Files.readString(Path.of(arguments[1])).strip() : "of-a-benchmark";
    try (Neo4jServer server = Neo4jServer.start(folder, port, password)) {
      System.out.println(server.boltUri());
      while (System.in.read() >= 0) {
        // it says nothing
      }
    }
    System.exit(0);
  }
}
