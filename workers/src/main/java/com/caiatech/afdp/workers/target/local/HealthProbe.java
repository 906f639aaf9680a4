package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.target.InstanceOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks instances whether they are healthy: a GET that answers 200 to 299.
final class HealthProbe implements AutoCloseable {
  private static final Duration MOST_FOR_ONE = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(MOST_FOR_ONE)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /// Waits until the instance is healthy, has died, or its time is up. It is not stopped here.
  InstanceOutcome await(Instance instance, Descriptor.Health health, Runnable heartbeat) {
    long started = System.nanoTime();
    long deadline = started + TimeUnit.SECONDS.toNanos(health.timeoutSeconds());
    String last = "no answer yet";
    try {
      while (System.nanoTime() < deadline) {
        heartbeat.run();
        if (!instance.handle().isAlive()) {
          return died(instance);
        }
        last = ask(instance, health);
        if (last.isEmpty()) {
          return new InstanceOutcome.Healthy(
              instance.address(), Duration.ofNanos(System.nanoTime() - started));
        }
        if (exitsWithin(instance, health.intervalMillis())) {
          return died(instance);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new WorkersException.TargetUnavailable(
          "Waiting for %s to become healthy was interrupted; it still runs, a retry takes it"
              .formatted(instance.name()),
          interrupted);
    }
    return new InstanceOutcome.Failed(
        "%s was not healthy within %d s: GET %s, expected 200 to 299, last found: %s. The end of its log:%n%s"
            .formatted(
                instance.name(),
                health.timeoutSeconds(),
                health.path(),
                last,
                instance.log().tail()));
  }

  private String ask(Instance instance, Descriptor.Health health) throws InterruptedException {
    URI uri = instance.address().resolve(health.path());
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(MOST_FOR_ONE).build();
    try {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300 ? "" : "status " + status;
    } catch (IOException fault) {
      return fault.getClass().getSimpleName()
          + (fault.getMessage() == null ? "" : ": " + fault.getMessage());
    }
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
        "%s ended before it was healthy%s. The end of its log:%n%s"
            .formatted(instance.name(), instance.exitCode(), instance.log().tail()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
