package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.bootstrap.Identities;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.embedded.QueueServer;
import com.caiatech.afdp.infra.embedded.TemporalService;
import com.caiatech.afdp.infra.state.Ports;
import com.caiatech.afdp.infra.state.StateLayout;
import java.net.URI;

/// The embedded servers, which start beside all that needs none of them, because each takes seconds
/// and the graph most of all.
///
/// @param bolt where the graph answers once it has started
/// @param graph waits until it has started, and tells why it has not
/// @param temporal the same
/// @param queue the same
record Servers(
    URI bolt,
    Starting<Neo4jServer> graph,
    Starting<TemporalService> temporal,
    Starting<QueueServer> queue) {
  static Servers begin(RunnerOptions options, StateLayout layout, Ports ports, Closing closing) {
    String password = Identities.neo4jPassword(layout);
    int bolt = ports.take("bolt", options.port("bolt"));
    int queue = ports.take("queue", options.port("queue"));
    return new Servers(
        Neo4jServer.boltUri(bolt),
        closing.begin("graph", () -> Neo4jServer.start(layout.neo4j(), bolt, password)),
        closing.begin(
            "temporal",
            () ->
                TemporalService.start(
                    options.temporal(), layout.temporal(), ports, options.port("temporal"))),
        closing.begin("queue", () -> QueueServer.start(queue)));
  }
}
