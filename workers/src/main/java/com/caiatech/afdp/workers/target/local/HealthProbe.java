package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.check.HttpGet;
import com.caiatech.afdp.workers.reason.HttpAnswer;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Asks instances whether they are healthy: a GET that answers 200 to 299.
final class HealthProbe implements AutoCloseable {
  /// What the first answer may take. Each that does not come gives the next one twice the time, so
  /// that an instance which is slow, and no more than that, becomes healthy.
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

  private static final int NO_CONTENT = 204;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// Asked when an instance does not answer: where this does not answer either, it is this runner
  /// that lacks something, such as open files, ports, threads or time.
  private final HttpServer own = ownServer();

  /// One answer, and what went wrong, which may quote what the instance sent.
  private record Asked(HttpAnswer answer, String fault) {
    boolean isHealthy() {
      return answer instanceof HttpAnswer.Status(int code) && code >= 200 && code < 300;
    }
  }

  /// What asking once found of an instance that was healthy.
  sealed interface Look {
    /// It answers.
    record Healthy() implements Look {}

    /// It does not, or not as a healthy one.
    record Unhealthy(HttpAnswer answer) implements Look {}

    /// This runner could not ask, which tells nothing of the instance.
    record Unknown() implements Look {}
  }

  private static HttpServer ownServer() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(NO_CONTENT, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Opening a port on 127.0.0.1 for the local target failed"), fault);
    }
  }

  /// Asks once.
  ///
  /// @param within how long the answer may take
  Look look(Instance instance, Descriptor.Health health, Duration within)
      throws InterruptedException {
    Optional<URI> address = address(instance, health);
    if (address.isEmpty()) {
      return new Look.Unknown();
    }
    Asked asked = ask(address.get(), within);
    if (asked.isHealthy()) {
      return new Look.Healthy();
    }
    return ask(ownAddress(), FIRST_ANSWER).isHealthy()
        ? new Look.Unhealthy(asked.answer())
        : new Look.Unknown();
  }

  private URI ownAddress() {
    return URI.create("http://127.0.0.1:" + own.getAddress().getPort() + "/");
  }

  /// Waits until the instance is healthy, has died, or its time is up. It is not stopped here.
  ///
  /// @throws WorkersException.TargetUnavailable when it was not healthy in its time and this runner
  ///   does not answer itself either, which tells nothing of the instance
  InstanceOutcome await(Instance instance, Descriptor.Health health, Runnable heartbeat) {
    Optional<URI> address = address(instance, health);
    if (address.isEmpty()) {
      return new InstanceOutcome.Failed(
          Reason.of("{} cannot be asked: its health path is none that a URL can have")
              .with(instance.name()));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(health.timeoutSeconds());
    Optional<Asked> last = Optional.empty();
    Duration within = FIRST_ANSWER;
    try {
      while (System.nanoTime() < deadline) {
        heartbeat.run();
        if (!instance.handle().isAlive()) {
          return died(instance);
        }
        Asked asked =
            ask(address.get(), within.compareTo(left(deadline)) < 0 ? within : left(deadline));
        if (asked.isHealthy()) {
          return new InstanceOutcome.Healthy();
        }
        if (asked.answer() == HttpAnswer.None.NO_ANSWER_IN_TIME) {
          within = within.multipliedBy(2);
        }
        last = Optional.of(asked);
        if (exitsWithin(instance, health.intervalMillis())) {
          return died(instance);
        }
      }
      if (!ask(ownAddress(), FIRST_ANSWER).isHealthy()) {
        throw new WorkersException.TargetUnavailable(
            Reason.of("{} could not be asked: this runner does not answer itself; a retry asks")
                .with(instance.name()));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new WorkersException.TargetUnavailable(
          Reason.of("Waiting for {} to become healthy was interrupted; a retry takes it")
              .with(instance.name()),
          interrupted);
    }
    return late(instance, health, last);
  }

  private static Duration left(long deadline) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    return left.compareTo(FIRST_ANSWER) < 0 ? FIRST_ANSWER : left;
  }

  private static InstanceOutcome late(
      Instance instance, Descriptor.Health health, Optional<Asked> last) {
    last.ifPresent(
        it ->
            instance
                .log()
                .note("last found by the health check: %s %s".formatted(it.answer(), it.fault())));
    return new InstanceOutcome.Failed(
        Reason.of("{} was not healthy within {} s: expected status 200 to 299, last found {}")
            .with(instance.name())
            .with(health.timeoutSeconds())
            .with(
                last.map(it -> Reason.of("{}").with(it.answer()))
                    .orElse(Reason.of("no answer yet"))));
  }

  /// None where the path, which an earlier version of this software let pass, makes none.
  private static Optional<URI> address(Instance instance, Descriptor.Health health) {
    try {
      return Optional.of(HttpGet.address(instance.address(), health.path()));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private Asked ask(URI uri, Duration within) throws InterruptedException {
    AtomicReference<String> fault = new AtomicReference<>("");
    HttpAnswer answer =
        new HttpGet(client, uri, within).ask(body -> {}, failed -> fault.set(failed.toString()));
    return new Asked(answer, fault.get());
  }

  private static boolean exitsWithin(Instance instance, int millis) throws InterruptedException {
    try {
      instance.handle().onExit().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException alive) {
      return false;
    } catch (ExecutionException unknown) {
      return !instance.handle().isAlive();
    }
  }

  private static InstanceOutcome died(Instance instance) {
    return new InstanceOutcome.Failed(
        Reason.of("{} ended before it was healthy{}")
            .with(instance.name())
            .with(instance.exitCode()));
  }

  @Override
  public void close() {
    client.shutdownNow();
    own.stop(0);
  }
}
