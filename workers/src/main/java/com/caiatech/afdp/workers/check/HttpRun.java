package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Measurements;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A series of GETs against the service, one after the other, each judged by its status and
/// measured.
final class HttpRun {
  private final Descriptor.HttpCheck check;
  private final CheckStage stage;
  private final CheckContext context;
  private final Instant startedAt;
  private final List<Double> latencyMillis = new ArrayList<>();
  private final Map<String, Integer> answers = new TreeMap<>();
  private int passed;

  HttpRun(Descriptor.HttpCheck check, CheckStage stage, CheckContext context, Instant startedAt) {
    this.check = check;
    this.stage = stage;
    this.context = context;
    this.startedAt = startedAt;
  }

  CheckOutcome run() {
    Optional<URI> service = context.service();
    ProcessUsage usage = ProcessUsage.start(context.processes());
    if (service.isEmpty()) {
      return outcome(CheckStatus.ERROR, usage, "nothing serves yet, so there is nothing to ask");
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(check.timeoutSeconds()).toNanos();
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build()) {
      URI uri = service.get().resolve(check.path());
      for (int i = 0; i < check.samples() && System.nanoTime() < deadline; i++) {
        sample(http, uri, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return outcome(CheckStatus.ERROR, usage, "it was interrupted");
    }
    return judge(usage);
  }

  private void sample(HttpClient http, URI uri, Duration timeout) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
    long started = System.nanoTime();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      latencyMillis.add((System.nanoTime() - started) / 1e6);
      answers.merge(Integer.toString(status), 1, Integer::sum);
      if (status == check.expectStatus()) {
        passed++;
      }
    } catch (IOException noAnswer) {
      answers.merge(noAnswer.getClass().getSimpleName(), 1, Integer::sum);
    }
  }

  private CheckOutcome judge(ProcessUsage usage) {
    int asked = answers.values().stream().mapToInt(Integer::intValue).sum();
    if (asked < check.samples()) {
      return outcome(
          CheckStatus.FAILED,
          usage,
          "expected %d samples within %d s, found %d: %s"
              .formatted(check.samples(), check.timeoutSeconds(), asked, answers));
    }
    double passRate = (double) passed / asked;
    if (passRate < check.minPassRate()) {
      return outcome(
          CheckStatus.FAILED,
          usage,
          "expected status %d in at least %.1f %% of samples, found %.1f %%: %s"
              .formatted(check.expectStatus(), check.minPassRate() * 100, passRate * 100, answers));
    }
    Integer limit = check.maxLatencyP95Millis();
    Double p95 = percentile(0.95);
    if (limit != null && (p95 == null || p95 > limit)) {
      return outcome(
          CheckStatus.FAILED,
          usage,
          "expected a 95th percentile of at most %d ms, found %.0f ms".formatted(limit, p95));
    }
    return outcome(CheckStatus.PASSED, usage, null);
  }

  private CheckOutcome outcome(CheckStatus status, ProcessUsage usage, @Nullable String reason) {
    long asked = answers.values().stream().mapToLong(Integer::longValue).sum();
    OptionalDouble cpu = usage.cpuUsageAverage();
    OptionalLong memory = usage.memoryPeak();
    Measurements measurements =
        new Measurements(
            cpu.isPresent() ? cpu.getAsDouble() : null,
            memory.isPresent() ? memory.getAsLong() : null,
            percentile(0.50),
            percentile(0.95),
            asked == 0 ? null : (double) passed / asked,
            asked);
    return new CheckOutcome(
        check.name(),
        stage,
        CheckType.HTTP,
        status,
        measurements,
        "GET " + check.path(),
        Sha256.ofUtf8(answers + " " + latencyMillis),
        startedAt,
        Instant.now(),
        reason);
  }

  private @Nullable Double percentile(double share) {
    if (latencyMillis.isEmpty()) {
      return null;
    }
    List<Double> sorted = latencyMillis.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
