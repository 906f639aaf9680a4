package com.caiatech.afdp.gateway.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;

/// All meters of the process in Prometheus' text format 0.0.4.
@Controller(Route.METRICS_PATH)
@Produces(MediaType.ALL)
final class MetricsController {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  MetricsController(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<byte[]> scrape() {
    return HttpResponse.ok(registry.scrape(TEXT_FORMAT).getBytes(StandardCharsets.UTF_8))
        .contentType(MediaType.of(TEXT_FORMAT));
  }
}
