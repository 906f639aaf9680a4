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
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private volatile boolean asked;

  /// Whether they were asked.
  ComponentHealth health() {
    return asked
        ? new ComponentHealth.Up()
        : new ComponentHealth.Down("its first queries are not planned yet");
  }

  /// Asks them, and gives up what is not answered in time: the platform works without.
  ///
  /// @param token of who may read
  void ask(URI graphql, String token) {
    Instant began = Instant.now();
    try (GatewayClient client = new GatewayClient(graphql, token)) {
      Thread asking = Thread.ofVirtual().name("first-queries").start(() -> ask(client));
      boolean inTime = asking.join(LIMIT);
      LOG.info(
          "first queries: {} after {} ms",
          inTime ? "asked" : "given up",
          Duration.between(began, Instant.now()).toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    asked = true;
  }

  private static void ask(GatewayClient client) {
    try {
      Set<String> documents = new HashSet<>();
      StatusReader.read(
          (document, variables) ->
              documents.add(document)
                  ? client.query(document, variables)
                  : MissingNode.getInstance()); // it is planned, and further pages are not wanted
      new DeploymentReader(client, Ids.newUuid7(Instant.now()).toString()).read(null);
    } catch (InfraException unanswered) {
      // that there is no such deployment, or given up; nobody waits for the answers
      LOG.debug("first queries: {}", unanswered.getMessage());
    }
  }
}
