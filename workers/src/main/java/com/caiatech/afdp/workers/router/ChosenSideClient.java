package com.caiatech.afdp.workers.router;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Gets a connection to an instance of the side that the router chose for the request.
final class ChosenSideClient implements ProxyClient {
  private static final ProxyTarget CHOSEN = new ProxyTarget() {};

  @Override
  public ProxyTarget findTarget(HttpServerExchange exchange) {
    return CHOSEN;
  }

  /// How long to wait is the router's, not the proxy's.
  @Override
  public void getConnection(
      ProxyTarget target,
      HttpServerExchange exchange,
      ProxyCallback<ProxyConnection> callback,
      long timeout,
      TimeUnit unit) {
    exchange.getAttachment(RoutedRequest.KEY).connect(target, callback);
  }

  @Override
  public List<ProxyTarget> getAllTargets() {
    return List.of();
  }
}
