package com.caiatech.afdp.infra.client;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks at a deployment every second until it has ended: at its records in the graph, and at what
/// its workflow tells.
public final class DeploymentWatch {
  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Duration FIRST_EVENT = Duration.ofSeconds(2);

  /// Nothing else tells of it, and a workflow that tries to reach a ledger answers after that.
  private static final Duration ONLY_EVENT = Duration.ofSeconds(15);

  private static final Duration NEXT_EVENT = Duration.ofMillis(200);
  private static final JsonNode NO_MORE = MissingNode.getInstance();

  private DeploymentWatch() {}

  /// Gives each look to the consumer, the last one with its end.
  ///
  /// @param tell takes what is to be said of a platform that gives no answer
  /// @throws InfraException.Refused when neither the graph nor a workflow knows it
  public static DeploymentView toTheEnd(
      GatewayClient client,
      String deploymentId,
      Consumer<String> tell,
      Consumer<DeploymentView> look) {
    AtomicReference<@Nullable JsonNode> event = new AtomicReference<>();
    Patience patience = patience(deploymentId, tell);
    DeploymentReader reader = new DeploymentReader(client, deploymentId);
    Thread feed =
        Thread.ofVirtual().name("progress").start(() -> feed(client, deploymentId, event::set));
    try {
      while (true) {
        DeploymentView view =
            patience.answered(() -> look(client, reader, deploymentId, event.get()));
        look.accept(view);
        if (view.ended()) {
          return view;
        }
        patience.pause(BETWEEN);
      }
    } finally {
      feed.interrupt();
    }
  }

  /// As it is now: by its records in the graph, and while it goes on by what its workflow tells,
  /// which knows more than the records while the ledger is away.
  ///
  /// @throws InfraException.Refused when neither the graph nor a workflow knows it
  public static DeploymentView now(GatewayClient client, String deploymentId) {
    DeploymentView view =
        look(client, new DeploymentReader(client, deploymentId), deploymentId, null);
    return view.ended() || view.event() != null
        ? view
        : told(client, deploymentId, FIRST_EVENT).map(view::with).orElse(view);
  }

  /// What goes ahead of its records is not in the graph, and its workflow alone tells of it.
  private static DeploymentView look(
      GatewayClient client,
      DeploymentReader reader,
      String deploymentId,
      @Nullable JsonNode event) {
    return reader
        .read(event)
        .orElseGet(
            () ->
                DeploymentView.unrecorded(
                    deploymentId,
                    Optional.ofNullable(event)
                        .or(() -> told(client, deploymentId, ONLY_EVENT))
                        .orElseThrow(
                            () ->
                                new InfraException.Refused(
                                    "no deployment %s is in the graph, and no workflow tells of it; what there is: afdp status"
                                        .formatted(deploymentId)))));
  }

  /// The last event. A stream begins with all that were before, and does not say where it has come
  /// to now: it is read until it pauses.
  ///
  /// @param first how long to wait for the first event
  private static Optional<JsonNode> told(
      GatewayClient client, String deploymentId, Duration first) {
    BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    Thread feed =
        Thread.ofVirtual()
            .name("progress")
            .start(
                () -> {
                  feed(client, deploymentId, events::add);
                  events.add(NO_MORE);
                });
    try {
      JsonNode last = NO_MORE;
      JsonNode event = events.poll(first.toMillis(), TimeUnit.MILLISECONDS);
      while (event != null && !event.isMissingNode()) {
        last = event;
        event = events.poll(NEXT_EVENT.toMillis(), TimeUnit.MILLISECONDS);
      }
      return Optional.of(last).filter(it -> !it.isMissingNode());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      feed.interrupt();
    }
  }

  private static void feed(GatewayClient client, String deploymentId, Consumer<JsonNode> event) {
    try {
      new ProgressFeed(client, deploymentId, patience(deploymentId, _ -> {})).toTheEnd(event);
    } catch (InfraException unanswered) {
      return; // the records tell the same, a little later
    }
  }

  private static Patience patience(String deploymentId, Consumer<String> tell) {
    return new Patience(deploymentId, null, InstantSource.system(), Patience::sleep, tell);
  }

  /// Draws each look over the one before, on a terminal.
  public static final class InPlace implements Consumer<DeploymentView> {
    private final Screen screen = new Screen();
    private List<Line> last = List.of();

    /// Says something below the last look, until the next one.
    public void note(String text) {
      List<Line> lines = new ArrayList<>(last);
      lines.add(new Line(text, Line.Tone.BUSY));
      Terminal.draw(screen, lines);
    }

    @Override
    public void accept(DeploymentView view) {
      last = view.lines(true);
      Terminal.draw(screen, last);
    }
  }

  /// Prints the lines that were not so in the look before.
  public static final class Changes implements Consumer<DeploymentView> {
    private Set<Line> before = Set.of();

    @Override
    public void accept(DeploymentView view) {
      List<Line> lines = view.lines(false);
      lines.stream()
          .filter(line -> !before.contains(line))
          .map(Line::text)
          .forEach(Terminal::report);
      before = new HashSet<>(lines);
    }
  }
}
