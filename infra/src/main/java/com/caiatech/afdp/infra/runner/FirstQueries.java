package com.caiatech.afdp.infra.runner;

import com.caiatech.afdp.gateway.health.ComponentHealth;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.DeploymentReader;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.StatusReader;
import com.caiatech.afdp.schemas.id.Ids;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queries that people begin with, asked by the platform itself before it says that it is
/// ready: the first time, a graph plans a statement for seconds that it then answers in
/// milliseconds.
final class FirstQueries {
  private static final Logger LOG = LoggerFactory.getLogger(FirstQueries.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /// Each beside the others: a statement is planned by one processor.
  private static final List<Consumer<GatewayClient>> ALL =
      List.of(FirstQueries::deployment, FirstQueries::status);

  private volatile boolean asked;

  /// Whether they were asked.
  ComponentHealth health() {
    return asked
        ? new ComponentHealth.Up()
        : new ComponentHealth.Down("its first queries are not planned yet");
  }

  /// Asks them, and waits no longer than a bound: on a busy machine the rest is planned while the
  /// platform works already.
  ///
  /// @param token of who may read
  void ask(URI graphql, String token) {
    Instant began = Instant.now();
    CountDownLatch unanswered = new CountDownLatch(ALL.size());
    for (Consumer<GatewayClient> queries : ALL) {
      Thread.ofVirtual()
          .name("first-queries")
          .start(
              () -> {
                try {
                  ask(queries, graphql, token);
                } finally {
                  unanswered.countDown();
                }
              });
    }
    try {
      LOG.info(
          "first queries: {} after {} ms",
          unanswered.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
              ? "all were answered"
              : "they go on",
          Duration.between(began, Instant.now()).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    asked = true;
  }

  private static void ask(Consumer<GatewayClient> queries, URI graphql, String token) {
    try (GatewayClient client = new GatewayClient(graphql, token)) {
      queries.accept(client);
    } catch (InfraException unanswered) {
      // the platform stops; nobody wants the answers
      LOG.debug("first queries: {}", unanswered.getMessage());
    }
  }

  private static void status(GatewayClient client) {
    Set<String> documents = new HashSet<>();
    StatusReader.read(
        (document, variables) ->
            documents.add(document)
                ? client.query(document, variables)
                : MissingNode.getInstance()); // it is planned, and further pages are not wanted
  }

  private static void deployment(GatewayClient client) {
    var _ = new DeploymentReader(client, Ids.newUuid7(Instant.now()).toString()).read(null);
  }
}
