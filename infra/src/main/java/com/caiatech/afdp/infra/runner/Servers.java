package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.embedded.QueueServer;
import com.caiatech.afdp.infra.embedded.TemporalService;
import com.caiatech.afdp.infra.state.Ports;
import com.caiatech.afdp.infra.state.StateLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// The embedded servers, started side by side because each takes seconds.
record Servers(Neo4jServer graph, TemporalService temporal, QueueServer queue) {
  static Servers start(
      RunnerOptions options, StateLayout layout, Ports ports, String password, Closing closing) {
    int bolt = ports.take("bolt", options.port("bolt"));
    int queuePort = ports.take("queue", options.port("queue"));
    Executor threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    CompletableFuture<Neo4jServer> graph =
        CompletableFuture.supplyAsync(
            () -> closing.add("graph", Neo4jServer.start(layout.neo4j(), bolt, password)), threads);
    CompletableFuture<QueueServer> queue =
        CompletableFuture.supplyAsync(
            () -> closing.add("queue", QueueServer.start(queuePort)), threads);
    CompletableFuture<TemporalService> temporal =
        CompletableFuture.supplyAsync(
            () ->
                closing.add(
                    "temporal",
                    TemporalService.start(
                        options.temporal(), layout.temporal(), ports, options.port("temporal"))),
            threads);
    CompletableFuture<Void> all = CompletableFuture.allOf(graph, queue, temporal);
    try {
      all.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof InfraException known) {
        throw known;
      }
      throw new InfraException.Unavailable(
          "starting the embedded servers failed: " + failed.getCause(), failed);
    }
    return new Servers(graph.join(), temporal.join(), queue.join());
  }
}
