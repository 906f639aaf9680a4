package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first that sees a request and the last that sees its answer: names it in the log, refuses
/// foreign `Host` headers and bodies that are not JSON, adds the security headers, and times it.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class EdgeFilter implements Ordered {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeFilter.class);
  private static final String API_POLICY =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private final GatewayMetrics metrics;
  private final Set<String> hosts = new HashSet<>();

  EdgeFilter(HttpConfiguration configuration, GatewayMetrics metrics) {
    this.metrics = metrics;
    for (String host : configuration.allowedHosts()) {
      hosts.add(host.toLowerCase(Locale.ROOT));
    }
    hosts.add(configuration.host().toLowerCase(Locale.ROOT));
    if (configuration.isLoopback()) {
      hosts.addAll(Set.of("localhost", "127.0.0.1", "::1"));
    }
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.order();
  }

  @RequestFilter
  @Nullable HttpResponse<?> arrive(HttpRequest<?> request, MutablePropagatedContext context) {
    Exchange.Arrival arrival = Exchange.arrive(request);
    Map<String, String> logged = new LinkedHashMap<>();
    logged.put("requestId", arrival.requestId());
    if (arrival.trace() != null) {
      logged.put("traceId", arrival.trace().traceId());
    }
    context.add(new MdcPropagationContext(logged));
    if (!hosts.contains(hostName(request.getHeaders().get(HttpHeaders.HOST)))) {
      return Replies.failed(
          HttpStatus.MISDIRECTED_REQUEST,
          ClientErrors.of(
              ErrorCode.FORBIDDEN,
              "answering the request: its Host header names no host of this gateway; reach it by"
                  + " the address that it was started with or add the name to http.allowedHosts"),
          ReplyType.JSON);
    }
    return null;
  }

  @ResponseFilter
  void leave(HttpRequest<?> request, MutableHttpResponse<?> response) {
    setIfAbsent(response, "Content-Security-Policy", API_POLICY);
    setIfAbsent(response, HttpHeaders.CACHE_CONTROL, "no-store");
    response.header("X-Content-Type-Options", "nosniff");
    response.header("X-Frame-Options", "DENY");
    response.header("Referrer-Policy", "no-referrer");
    response.header("Cross-Origin-Opener-Policy", "same-origin");
    response.header("Cross-Origin-Resource-Policy", "same-origin");
    response.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    response.header(HttpHeaders.VARY, "Accept, Authorization");
    Exchange.arrival(request)
        .ifPresent(
            arrival -> {
              response.header(Exchange.REQUEST_ID_HEADER, arrival.requestId());
              Duration took = Duration.ofNanos(System.nanoTime() - arrival.startedNanos());
              Route route = Route.of(request.getPath());
              metrics.answered(
                  route.name().toLowerCase(Locale.ROOT), methodOf(request), response.code(), took);
              LOG.debug(
                  "{} {} answered {} after {} ms",
                  request.getMethodName(),
                  route,
                  response.code(),
                  took.toMillis());
            });
  }

  private static void setIfAbsent(MutableHttpResponse<?> response, String name, String value) {
    if (!response.getHeaders().contains(name)) {
      response.header(name, value);
    }
  }

  /// A client may invent methods; a meter must not.
  private static String methodOf(HttpRequest<?> request) {
    return switch (request.getMethod()) {
      case GET, POST, HEAD, OPTIONS, PUT, DELETE -> request.getMethod().name();
      default -> "OTHER";
    };
  }

  /// The name in a `Host` header (RFC 9110, section 7.2) without port and brackets.
  private static String hostName(@Nullable String header) {
    if (header == null) {
      return "";
    }
    String host = header.strip().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      return end < 0 ? "" : host.substring(1, end);
    }
    int colon = host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }
}
