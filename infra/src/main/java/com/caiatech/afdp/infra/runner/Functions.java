package com.caiatech.afdp.infra.runner;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.LocalHost;
import com.caiatech.afdp.infra.embedded.LocalContext;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.embedded.QueuePump;
import com.caiatech.afdp.infra.embedded.QueueServer;
import com.caiatech.afdp.infra.embedded.RefMove;
import com.caiatech.afdp.infra.embedded.WebhookEndpoint;
import com.caiatech.afdp.infra.embedded.WebhookSender;
import com.caiatech.afdp.infra.state.Ports;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.ProjectPush;
import com.caiatech.afdp.lambdas.PushWebhook;
import com.caiatech.afdp.lambdas.ReconcileLedgers;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.configuration.QueueConfiguration;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.queue.DeadLetterQueue;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.schemas.platform.EffectivePlatform;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Lambda functions with what triggers them: the webhook's endpoint, the queue's pump and a
/// clock.
final class Functions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Functions.class);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration BETWEEN_RECONCILIATIONS = Duration.ofSeconds(10);

  private final WebhookEndpoint endpoint;
  private final WebhookSender sender;
  private final ReconcileLedgers reconcile;
  private final Projection projection;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("reconcile").daemon().factory());

  private Functions(
      WebhookEndpoint endpoint,
      WebhookSender sender,
      ReconcileLedgers reconcile,
      Projection projection) {
    this.endpoint = endpoint;
    this.sender = sender;
    this.reconcile = reconcile;
    this.projection = projection;
  }

  static Functions start(
      RunnerOptions options,
      StateLayout layout,
      Ports ports,
      Bootstrap bootstrap,
      Servers servers,
      Closing closing) {
    QueueServer queueServer = servers.queue().await();
    PlatformQueues queues = PlatformQueues.at(queueServer.endpoint());
    queues.create(queueServer, LIMIT);
    QueueConfiguration queue = queues.pushes();
    Counters counters = new Counters();
    PushWebhook webhook =
        closing.add(
            "webhook function",
            new PushWebhook(
                new WebhookConfiguration(
                    layout.webhookSecrets(), layout.platform(), layout.registered(), queue),
                counters,
                InstantSource.system()));
    ProjectionConfiguration graph =
        new ProjectionConfiguration(
            layout.platform(),
            layout.evidence(),
            new ProjectionConfiguration.Bolt(
                servers.bolt(), Neo4jServer.USER, bootstrap.identities().neo4jPassword()),
            bootstrap.identities().pinnedPolicy(),
            layout.pepper(),
            layout.people(),
            null,
            layout.registered());
    Projection projection = new Projection(graph, counters);
    ReconcileLedgers reconcile = new ReconcileLedgers(projection, new PushQueue(queue), counters);
    ProjectPush project =
        closing.add(
            "projection function",
            new ProjectPush(
                projection,
                new PushQueue(queue),
                new DeadLetterQueue(queues.deadLetters()),
                counters));
    QueuePump pump =
        closing.add(
            "pump",
            QueuePump.start(
                queueServer.endpoint(),
                queue.url(),
                LIMIT,
                (event, context) -> {
                  servers.graph().await();
                  return project.handleRequest(event, context);
                }));
    WebhookEndpoint endpoint =
        closing.add(
            "webhook",
            WebhookEndpoint.start(
                ports.take("webhook", options.port("webhook")),
                (event, context) -> {
                  try {
                    return webhook.handleRequest(event, context);
                  } finally {
                    pump.look();
                  }
                }));
    WebhookSender sender =
        closing.add(
            "webhook sender",
            new WebhookSender(endpoint.uri(LocalHost.HOOK), () -> LocalHost.secret(layout)));
    return closing.add("functions", new Functions(endpoint, sender, reconcile, projection));
  }

  /// Where the events of the runner's own Git server go.
  URI webhook() {
    return endpoint.uri(LocalHost.HOOK);
  }

  /// What the configuration and the registrations that are projected come to.
  EffectivePlatform effective() {
    return projection.effective();
  }

  /// Tells the webhook of a move.
  void push(RefMove move) {
    sender.send(move);
  }

  /// Finds the pushes that nobody saw, now and from now on, once the graph has started.
  void takeIn() {
    projection.migrate();
    long pause = BETWEEN_RECONCILIATIONS.toMillis();
    ScheduledFuture<?> _ =
        clock.scheduleWithFixedDelay(this::reconcile, 0, pause, TimeUnit.MILLISECONDS);
  }

  /// Looks for pushes that nobody saw, now.
  void lookNow() {
    clock.execute(this::reconcile);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void reconcile() {
    try {
      reconcile.handleRequest(new ScheduledEvent(), new LocalContext("ReconcileLedgers", LIMIT));
    } catch (RuntimeException failed) { // the schedule would end with it
      LOG.warn(
          "reconciliation failed and is tried again in {}: {}",
          BETWEEN_RECONCILIATIONS,
          failed.toString());
    }
  }
}
