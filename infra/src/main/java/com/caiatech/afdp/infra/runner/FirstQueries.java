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
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queries that people begin with, asked by the platform itself before it says that it is
/// ready: the first time, a graph plans a statement for seconds that it then answers in
/// milliseconds.
final class FirstQueries {
  private static final Logger LOG = LoggerFactory.getLogger(FirstQueries.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

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
    Thread asking = Thread.ofVirtual().name("first-queries").start(() -> askEach(graphql, token));
    try {
      LOG.info(
          "first queries: {} after {} ms",
          asking.join(LIMIT) ? "all were answered" : "they go on",
          Duration.between(began, Instant.now()).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    asked = true;
  }

  private static void askEach(URI graphql, String token) {
    try (GatewayClient client = new GatewayClient(graphql, token)) {
      Set<String> documents = new HashSet<>();
      StatusReader.read(
          (document, variables) ->
              documents.add(document)
                  ? client.query(document, variables)
                  : MissingNode.getInstance()); // it is planned, and further pages are not wanted
      var _ = new DeploymentReader(client, Ids.newUuid7(Instant.now()).toString()).read(null);
    } catch (InfraException unanswered) {
      // the platform stops; nobody wants the answers
      LOG.debug("first queries: {}", unanswered.getMessage());
    }
  }
}
