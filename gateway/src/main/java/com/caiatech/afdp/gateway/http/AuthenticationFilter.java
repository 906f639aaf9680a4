package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.configuration.HttpConfiguration;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.metrics.GatewayMetrics;
import com.caiatech.afdp.gateway.security.Authentication;
import com.caiatech.afdp.gateway.security.Authenticator;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lets nobody without a principal past, but to the public routes: health, the static GraphiQL
/// page, and metrics where the configuration says so. Then refuses POSTs that are not JSON, before
/// their body is read.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AuthenticationFilter implements Ordered {
  private static final Duration KEYS_ARE_BACK = Duration.ofSeconds(5);

  private final Authenticator authenticator;
  private final ProtectedResource resource;
  private final boolean publicMetrics;
  private final GatewayMetrics metrics;

  AuthenticationFilter(
      Authenticator authenticator,
      ProtectedResource resource,
      HttpConfiguration configuration,
      GatewayMetrics metrics) {
    this.authenticator = authenticator;
    this.resource = resource;
    this.publicMetrics = configuration.publicMetrics();
    this.metrics = metrics;
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.order();
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.VIRTUAL) // a token may have to wait for its issuer's keys
  @Nullable HttpResponse<?> authenticate(HttpRequest<?> request) {
    Route route = Route.of(request.getPath());
    if (isPublic(route)) {
      return null;
    }
    Authentication found =
        authenticator.authenticate(
            request.getHeaders().get(HttpHeaders.AUTHORIZATION),
            network(request.getRemoteAddress().getAddress()));
    metrics.authenticated(found.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    return switch (found) {
      case Authentication.Authenticated authenticated -> {
        Exchange.authenticate(request, authenticated.principal());
        yield route == Route.GRAPHQL || route == Route.ALERTMANAGER
            ? refuseOtherThanJson(request)
            : null;
      }
      case Authentication.Missing _ ->
          refused(
                  request,
                  HttpStatus.UNAUTHORIZED,
                  ErrorCode.UNAUTHENTICATED,
                  "expected 'Authorization: Bearer <token>', found none")
              .header(HttpHeaders.WWW_AUTHENTICATE, resource.challenge());
      case Authentication.Rejected rejected ->
          refused(request, HttpStatus.UNAUTHORIZED, ErrorCode.UNAUTHENTICATED, rejected.reason())
              .header(
                  HttpHeaders.WWW_AUTHENTICATE, resource.challenge() + ", error=\"invalid_token\"");
      case Authentication.WithoutRole without ->
          refused(request, HttpStatus.FORBIDDEN, ErrorCode.FORBIDDEN, without.reason())
              .header(
                  HttpHeaders.WWW_AUTHENTICATE,
                  resource.challenge() + ", error=\"insufficient_scope\"");
      case Authentication.Throttled throttled ->
          refused(
                  request,
                  HttpStatus.TOO_MANY_REQUESTS,
                  ErrorCode.OVERLOADED,
                  "too many tokens from this address were rejected, this one was not looked at")
              .header(HttpHeaders.RETRY_AFTER, Replies.seconds(throttled.retryAfter()));
      case Authentication.Unavailable unavailable ->
          refused(
                  request,
                  HttpStatus.SERVICE_UNAVAILABLE,
                  ErrorCode.UNAVAILABLE,
                  unavailable.reason())
              .header(HttpHeaders.RETRY_AFTER, Replies.seconds(KEYS_ARE_BACK));
    };
  }

  /// The address, or of IPv6 the network, of which one sender has all addresses.
  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
  }

  private boolean isPublic(Route route) {
    return switch (route) {
      case HEALTH, GRAPHIQL, PROTECTED_RESOURCE -> true;
      case METRICS -> publicMetrics;
      case GRAPHQL, ALERTMANAGER, REFUSALS, OTHER -> false;
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

  private static MutableHttpResponse<byte[]> refused(
      HttpRequest<?> request, HttpStatus status, ErrorCode code, String found) {
    return Replies.failed(
        status, ClientErrors.of(code, "authenticating the request: " + found), replyType(request));
  }

  private static ReplyType replyType(HttpRequest<?> request) {
    return Accepted.of(request.getHeaders().getAll(HttpHeaders.ACCEPT))
        .preferred()
        .orElse(ReplyType.JSON);
  }
}
