package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.execution.TraceParent;
import com.caiatech.afdp.gateway.security.Principal;
import io.micronaut.http.HttpRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the edge knows of a request, kept with it as attributes.
final class Exchange {
  static final String REQUEST_ID_HEADER = "X-Request-Id";
  static final String TRACE_HEADER = "traceparent";

  private static final Pattern GIVEN_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
  private static final String ARRIVAL = "afdp.arrival";
  private static final String PRINCIPAL = "afdp.principal";

  private Exchange() {}

  /// When the request came and what it is called in log lines.
  record Arrival(String requestId, @Nullable TraceParent trace, long startedNanos) {}

  /// The id is the client's own where it is a plain one, so that both logs name the same.
  static Arrival arrive(HttpRequest<?> request) {
    String given = request.getHeaders().get(REQUEST_ID_HEADER);
    String id =
        given != null && GIVEN_ID.matcher(given).matches() ? given : UUID.randomUUID().toString();
    TraceParent trace = TraceParent.parse(request.getHeaders().get(TRACE_HEADER)).orElse(null);
    Arrival arrival = new Arrival(id, trace, System.nanoTime());
    request.setAttribute(ARRIVAL, arrival);
    return arrival;
  }

  static Optional<Arrival> arrival(HttpRequest<?> request) {
    return request.getAttribute(ARRIVAL, Arrival.class);
  }

  static void authenticate(HttpRequest<?> request, Principal principal) {
    request.setAttribute(PRINCIPAL, principal);
  }

  /// The principal; the edge lets no request without one past, but to public routes.
  static Principal principal(HttpRequest<?> request) {
    return request
        .getAttribute(PRINCIPAL, Principal.class)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "reading the principal of " + request.getPath() + ": the route is public"));
  }
}
