package com.caiatech.afdp.infra.benchmark.query;

import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.infra.benchmark.GraphAlone;
import com.caiatech.afdp.infra.state.StateLayout;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The processes that are asked, on the graph of a state folder.
final class MeasuredServers {
  private MeasuredServers() {}

  static ServerProcess graph(StateLayout layout, Path work) {
    return ServerProcess.java(
        "graph", GraphAlone.class, Map.of(), work, layout.neo4j(), layout.neo4jPassword());
  }

  /// @param options of {@link GatewayAlone}
  static HttpSide gateway(StateLayout layout, Path work, ServerProcess graph, Object... options) {
    String token = LocalToken.PREFIX + UUID.randomUUID();
    Object[] arguments = new Object[options.length + 2];
    arguments[0] = layout.root();
    arguments[1] = graph.address();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return new HttpSide(
        "gateway",
        ServerProcess.java(
            "gateway", GatewayAlone.class, Map.of(GatewayAlone.TOKEN, token), work, arguments),
        Optional.of(token),
        Question::graphql,
        true);
  }
}
