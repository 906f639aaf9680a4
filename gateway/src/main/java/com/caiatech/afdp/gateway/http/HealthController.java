package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.health.ComponentHealth;
import com.caiatech.afdp.gateway.health.HealthReport;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.Map;

/// Health for people, orchestrators and load balancers. *Live* says that the process answers, and
/// must not depend on others, or their fault would restart this process; *ready* says whether
/// requests can be answered now.
@Controller(Route.HEALTH_PATH)
@Produces(MediaType.ALL)
final class HealthController {
  private final HealthReport report;

  HealthController(HealthReport report) {
    this.report = report;
  }

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<byte[]> health() {
    return reply(report.current());
  }

  @Get("/ready")
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<byte[]> ready() {
    return reply(report.current());
  }

  @Get("/live")
  HttpResponse<byte[]> live() {
    return reply(HttpStatus.OK, Map.of("status", "UP"));
  }

  private static HttpResponse<byte[]> reply(HealthReport.Result result) {
    Map<String, Object> components = new LinkedHashMap<>();
    result
        .components()
        .forEach(
            (name, health) ->
                components.put(
                    name,
                    switch (health) {
                      case ComponentHealth.Up _ -> Map.of("status", "UP");
                      case ComponentHealth.Down down -> {
                        Map<String, Object> state = new LinkedHashMap<>();
                        state.put("status", "DOWN");
                        state.put("reason", down.reason());
                        yield state;
                      }
                    }));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", result.isUp() ? "UP" : "DOWN");
    body.put("components", components);
    return reply(result.isUp() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, body);
  }

  private static HttpResponse<byte[]> reply(HttpStatus status, Map<String, Object> body) {
    return HttpResponse.<byte[]>status(status)
        .body(Replies.bytes(body))
        .contentType(ReplyType.JSON.contentType());
  }
}
