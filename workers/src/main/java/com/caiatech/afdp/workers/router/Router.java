package com.caiatech.afdp.workers.router;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.reason.Reason;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A reverse proxy on one loopback port for one service in one environment. The port stays while
/// versions come and go; a switch of traffic is atomic, and requests in flight end on the side on
/// which they began, streams and WebSockets too. Bodies pass as they come, of any size; a head has
/// at most 64 KiB.
public final class Router implements AutoCloseable {
  /// Whether a request is tried again is decided by {@link RoutedRequest}.
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private static final int RETRIES = Integer.MAX_VALUE;

  /// In bytes; also a bound that no number of parameters reaches.
  private static final int LONGEST_HEAD = 65_536;

  private static final Duration DRAIN_POLL = Duration.ofMillis(5);

  private final String name;
  private final RouterLimits limits;
  private final Map<DeploymentId, SideTraffic> known = new ConcurrentHashMap<>();
  private final Queue<SideTraffic> superseded = new ConcurrentLinkedQueue<>();
  private final ProxyHandler proxy;
  private final Undertow server;
  private final int port;
  private volatile Routing routed = new Routing(List.of());

  private Router(
      int wantedPort, ServiceName service, EnvironmentName environment, RouterLimits limits) {
    this.name = service + " in " + environment;
    this.limits = limits;
    this.proxy =
        ProxyHandler.builder()
            .setProxyClient(new ChosenSideClient())
            .setMaxConnectionRetries(RETRIES)
            .build();
    this.server =
        Undertow.builder()
            .addHttpListener(wantedPort, "127.0.0.1")
            .setIoThreads(2)
            .setWorkerThreads(2)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, LONGEST_HEAD)
            .setServerOption(UndertowOptions.MAX_PARAMETERS, LONGEST_HEAD)
            .setHandler(this::handle)
            .build();
    try {
      server.start();
    } catch (RuntimeException taken) {
      throw new WorkersException.TargetUnavailable(
          Reason.of(
                  "opening the router of {} in {} on 127.0.0.1:{} failed: the port is taken or not allowed; nothing is routed")
              .with(service)
              .with(environment)
              .with(wantedPort),
          taken);
    }
    this.port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
  }

  /// Opens the router; it answers 503 until something is routed.
  ///
  /// @param port on 127.0.0.1; 0 takes a free one
  /// @throws WorkersException.TargetUnavailable when the port is taken
  public static Router open(
      int port, ServiceName service, EnvironmentName environment, RouterLimits limits) {
    return new Router(port, service, environment, limits);
  }

  /// The same on the port that is wanted, or where that is 0, on the former one, if it is free.
  ///
  /// @param former 0 where there was none
  public static Router open(
      int wanted,
      int former,
      ServiceName service,
      EnvironmentName environment,
      RouterLimits limits) {
    if (wanted == 0 && former != 0) {
      try {
        return open(former, service, environment, limits);
      } catch (WorkersException.TargetUnavailable taken) {
        LOG.warn(
            "the router of {} in {} moves to another port: {}",
            service,
            environment,
            taken.getMessage());
      }
    }
    return open(wanted, service, environment, limits);
  }

  /// The port on 127.0.0.1.
  public int port() {
    return port;
  }

  /// The address under which the service is reached.
  public URI baseUri() {
    return address(port);
  }

  /// The address of a router that listens on the port.
  public static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /// Sends every request that begins from now on to these sides by their weights. A side of weight
  /// 0 gets none; with no side at all the answer is 503.
  public synchronized void route(List<Side> sides) {
    List<SideTraffic> next = new ArrayList<>();
    for (Side side : sides) {
      SideTraffic current = known.get(side.deploymentId());
      SideTraffic traffic = current == null ? new SideTraffic(side, limits) : current.as(side);
      next.add(traffic);
      known.put(side.deploymentId(), traffic);
      if (current != null && current != traffic) {
        superseded.add(current);
      }
    }
    routed = new Routing(List.copyOf(next));
  }

  /// The sides that are routed to, as recorded in a deployment's steps.
  public List<TrafficShare> traffic() {
    return routed.sides.stream()
        .map(traffic -> new TrafficShare(traffic.side().deploymentId(), traffic.side().weight()))
        .toList();
  }

  /// Waits until no request is in flight to what the deployment is routed to no more: the whole
  /// side, or the instances that it had before it was routed otherwise.
  ///
  /// @return false when requests are still in flight after that time; an interruption does not
  ///   shorten it
  public boolean drain(DeploymentId deploymentId, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (leaving(deploymentId).anyMatch(side -> !side.idle())) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(DRAIN_POLL.toNanos());
    }
    synchronized (this) {
      List<SideTraffic> gone = leaving(deploymentId).filter(SideTraffic::idle).toList();
      for (SideTraffic side : gone) {
        superseded.remove(side);
        if (known.remove(deploymentId, side)) {
          side.close();
        }
      }
    }
    return true;
  }

  private Stream<SideTraffic> leaving(DeploymentId deploymentId) {
    return Stream.concat(superseded.stream(), known.values().stream())
        .filter(side -> side.side().deploymentId().equals(deploymentId))
        .filter(side -> !routed.sides.contains(side));
  }

  /// Requests to the deployment that are not answered yet, however they were routed.
  public long inFlight(DeploymentId deploymentId) {
    return Stream.concat(superseded.stream(), known.values().stream())
        .filter(side -> side.side().deploymentId().equals(deploymentId))
        .mapToLong(SideTraffic::inFlight)
        .sum();
  }

  /// What the side answered; empty when it was never routed to or has been drained.
  public Optional<SideStatistics> statistics(DeploymentId deploymentId) {
    return Optional.ofNullable(known.get(deploymentId)).map(SideTraffic::statistics);
  }

  @Override
  public void close() {
    known.values().forEach(SideTraffic::close); // before the server, on whose threads they close
    server.stop();
  }

  private void handle(HttpServerExchange exchange) throws Exception {
    SideTraffic side = enterOne();
    if (side == null) {
      answer(exchange, StatusCodes.SERVICE_UNAVAILABLE, "nothing serves " + name + " now");
      return;
    }
    RoutedRequest request = new RoutedRequest(exchange, side, limits, name);
    exchange.putAttachment(RoutedRequest.KEY, request);
    proxy.handleRequest(exchange);
  }

  /// Chooses a side by weight and counts the request in. What was switched away in between is left
  /// again, so that a drained side never gets a late request.
  private @Nullable SideTraffic enterOne() {
    while (true) {
      Routing snapshot = routed;
      SideTraffic side = choose(snapshot.sides);
      if (side == null) {
        return null;
      }
      side.enter();
      if (routed == snapshot) {
        return side;
      }
      side.leave();
    }
  }

  private static @Nullable SideTraffic choose(List<SideTraffic> sides) {
    int total = 0;
    for (SideTraffic side : sides) {
      total += side.side().weight();
    }
    if (total == 0) {
      return null;
    }
    int ticket = ThreadLocalRandom.current().nextInt(total);
    for (SideTraffic side : sides) {
      ticket -= side.side().weight();
      if (ticket < 0) {
        return side;
      }
    }
    throw new IllegalStateException("a ticket below the sum of weights meets a side");
  }

  /// The router's own answer.
  static void answer(HttpServerExchange exchange, int status, String reason) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    exchange.getResponseSender().send(reason + System.lineSeparator());
  }

  /// The sides as of one switch; two switches differ even where their sides are equal.
  private static final class Routing {
    private final List<SideTraffic> sides;

    Routing(List<SideTraffic> sides) {
      this.sides = sides;
    }
  }
}
