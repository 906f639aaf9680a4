package com.caiatech.afdp.workers.check;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.workers.output.CheckOutput;
import com.caiatech.afdp.workers.output.Printed;
import com.caiatech.afdp.workers.reason.HttpAnswer;
import com.caiatech.afdp.workers.reason.HttpAnswers;
import com.caiatech.afdp.workers.reason.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A series of GETs against the service, one after the other, each judged by its status and
/// measured. Its output is every body, each followed by a line with the status and the time.
final class HttpRun {
  private final Descriptor.HttpCheck check;
  private final CheckStage stage;
  private final CheckContext context;
  private final Instant startedAt;
  private final List<Double> latencyMillis = new ArrayList<>();
  private final HttpAnswers answers = new HttpAnswers();

  HttpRun(Descriptor.HttpCheck check, CheckStage stage, CheckContext context, Instant startedAt) {
    this.check = check;
    this.stage = stage;
    this.context = context;
    this.startedAt = startedAt;
  }

  CheckOutcome run() {
    List<URI> addresses = context.addresses();
    ProcessUsage usage = ProcessUsage.start(context.processes());
    if (addresses.isEmpty()) {
      return outcome(
          CheckStatus.ERROR,
          usage,
          null,
          Reason.of("nothing serves yet, so there is nothing to ask"));
    }
    long deadline = System.nanoTime() + Duration.ofSeconds(check.timeoutSeconds()).toNanos();
    try (CheckOutput output = CheckOutput.into(context.output().ofCheck(stage, check.name()));
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < check.samples() && System.nanoTime() < deadline; i++) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        URI address = addresses.get(i % addresses.size());
        sample(http, HttpGet.address(address, check.path()), left, output);
      }
      http.shutdownNow();
      return judge(usage, output.end());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return outcome(CheckStatus.ERROR, usage, null, Reason.of("it was interrupted"));
    }
  }

  private void sample(HttpClient http, URI uri, Duration timeout, CheckOutput output)
      throws InterruptedException {
    long started = System.nanoTime();
    HttpAnswer answer =
        new HttpGet(http, uri, timeout)
            .ask(
                body -> output.take(body, body.length),
                fault -> output.line("no answer: " + fault));
    double millis = (System.nanoTime() - started) / 1e6;
    answers.add(answer);
    if (answer instanceof HttpAnswer.Status) {
      latencyMillis.add(millis);
    }
    output.freshLine();
    output.line("[%d] %s after %.1f ms".formatted(answers.total(), answer, millis));
  }

  private CheckOutcome judge(ProcessUsage usage, Printed printed) {
    int asked = answers.total();
    if (asked < check.samples()) {
      return outcome(
          CheckStatus.FAILED,
          usage,
          printed,
          Reason.of("expected {} samples within {} s, found {}: {}")
              .with(check.samples())
              .with(check.timeoutSeconds())
              .with(asked)
              .with(answers));
    }
    double passRate = (double) passed() / asked;
    if (passRate < check.minPassRate()) {
      return outcome(
          CheckStatus.FAILED,
          usage,
          printed,
          Reason.of("expected status {} in at least {} % of samples, found {} %: {}")
              .with(check.expectStatus())
              .with(check.minPassRate() * 100)
              .with(passRate * 100)
              .with(answers));
    }
    Integer limit = check.maxLatencyP95Millis();
    Double p95 = percentile(0.95);
    if (limit != null && (p95 == null || p95 > limit)) {
      Reason expected =
          Reason.of("expected a 95th percentile of at most {} ms, found {}").with(limit);
      return outcome(
          CheckStatus.FAILED,
          usage,
          printed,
          expected.with(p95 == null ? Reason.of("none") : Reason.of("{} ms").with(p95)));
    }
    return outcome(CheckStatus.PASSED, usage, printed, null);
  }

  private int passed() {
    return answers.count(new HttpAnswer.Status(check.expectStatus()));
  }

  private CheckOutcome outcome(
      CheckStatus status, ProcessUsage usage, @Nullable Printed printed, @Nullable Reason reason) {
    long asked = answers.total();
    OptionalDouble cpu = usage.cpuUsageAverage();
    OptionalLong memory = usage.memoryPeak();
    Measurements measurements =
        new Measurements(
            cpu.isPresent() ? cpu.getAsDouble() : null,
            memory.isPresent() ? memory.getAsLong() : null,
            percentile(0.50),
            percentile(0.95),
            asked == 0 ? null : (double) passed() / asked,
            asked);
    return new CheckOutcome(
        check.name(),
        stage,
        CheckType.HTTP,
        status,
        measurements,
        "GET " + check.path(),
        printed,
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
