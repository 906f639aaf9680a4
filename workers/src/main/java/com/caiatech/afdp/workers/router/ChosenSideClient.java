package com.caiatech.afdp.workers.router;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Gets a connection to an instance of the side that the router chose for the request.
final class ChosenSideClient implements ProxyClient {
  @Override
  public @Nullable ProxyTarget findTarget(HttpServerExchange exchange) {
    return client(exchange).findTarget(exchange);
  }

  @Override
  public void getConnection(
      ProxyTarget target,
      HttpServerExchange exchange,
      ProxyCallback<ProxyConnection> callback,
      long timeout,
      TimeUnit unit) {
    client(exchange).getConnection(target, exchange, callback, timeout, unit);
  }

  @Override
  public List<ProxyTarget> getAllTargets() {
    return List.of();
  }

  private static LoadBalancingProxyClient client(HttpServerExchange exchange) {
    return exchange.getAttachment(Router.CHOSEN).client();
  }
}
