package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import com.caiatech.afdp.gateway.security.Authentication;
import com.caiatech.afdp.gateway.security.LocalTokens;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import org.jspecify.annotations.Nullable;

/// Lets nobody without a principal past, but to the public routes: health, the static GraphiQL
/// page, and metrics where the configuration says so. Then refuses POSTs that are not JSON, before
/// their body is read.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AuthenticationFilter implements Ordered {
  private static final String CHALLENGE = "Bearer realm=\"afdp\"";

  private final LocalTokens tokens;
  private final boolean publicMetrics;
  private final GatewayMetrics metrics;

  AuthenticationFilter(
      LocalTokens tokens, HttpConfiguration configuration, GatewayMetrics metrics) {
    this.tokens = tokens;
    this.publicMetrics = configuration.publicMetrics();
    this.metrics = metrics;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.order();
  }

  @RequestFilter
  @Nullable HttpResponse<?> authenticate(HttpRequest<?> request) {
    Route route = Route.of(request.getPath());
    if (isPublic(route)) {
      return null;
    }
    return switch (tokens.authenticate(request.getHeaders().get(HttpHeaders.AUTHORIZATION))) {
      case Authentication.Authenticated authenticated -> {
        metrics.authenticated("authenticated");
        Exchange.authenticate(request, authenticated.principal());
        yield route == Route.GRAPHQL || route == Route.ALERTMANAGER
            ? refuseOtherThanJson(request)
            : null;
      }
      case Authentication.Missing _ -> {
        metrics.authenticated("missing");
        yield unauthenticated(
            request, CHALLENGE, "expected 'Authorization: Bearer <token>', found none");
      }
      case Authentication.Rejected rejected -> {
        metrics.authenticated("rejected");
        yield unauthenticated(request, CHALLENGE + ", error=\"invalid_token\"", rejected.reason());
      }
    };
  }

  private boolean isPublic(Route route) {
    return switch (route) {
      case HEALTH, GRAPHIQL -> true;
      case METRICS -> publicMetrics;
      case GRAPHQL, ALERTMANAGER, OTHER -> false;
    };
  }

  /// A form, plain text or multipart can be posted by any page without a preflight.
  private static @Nullable HttpResponse<?> refuseOtherThanJson(HttpRequest<?> request) {
    if (request.getMethod() != HttpMethod.POST) {
      return null;
    }
    String contentType = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
    if (ContentTypes.isJson(contentType)) {
      return null;
    }
    return Replies.failed(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            ClientErrors.of(
                ErrorCode.BAD_USER_INPUT,
                "reading the request: expected 'Content-Type: application/json' in UTF-8, found "
                    + (contentType == null ? "none" : "another")),
            replyType(request))
        .header("Accept-Post", "application/json; charset=utf-8");
  }

  private static HttpResponse<?> unauthenticated(
      HttpRequest<?> request, String challenge, String found) {
    return Replies.failed(
            HttpStatus.UNAUTHORIZED,
            ClientErrors.of(ErrorCode.UNAUTHENTICATED, "authenticating the request: " + found),
            replyType(request))
        .header(HttpHeaders.WWW_AUTHENTICATE, challenge);
  }

  private static ReplyType replyType(HttpRequest<?> request) {
    return Accepted.of(request.getHeaders().getAll(HttpHeaders.ACCEPT))
        .preferred()
        .orElse(ReplyType.JSON);
  }
}
