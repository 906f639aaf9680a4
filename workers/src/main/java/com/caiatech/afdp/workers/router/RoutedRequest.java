package com.caiatech.afdp.workers.router;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.conduits.StreamSinkConduit;

/// One request on its way to an instance and back. All but {@link #takeTurn} runs on the one thread
/// of its connection. What is counted as the deployment's is what an instance answered, or that
/// none did; that the router is full, or the client has left, is not.
final class RoutedRequest {
  static final AttachmentKey<RoutedRequest> KEY = AttachmentKey.create(RoutedRequest.class);
  private static final int MOST_ATTEMPTS = 3;

  private final HttpServerExchange exchange;
  private final SideTraffic side;
  private final RouterLimits limits;
  private final String name;
  private final long startedNanos = System.nanoTime();
  private final Set<InstanceConnections> tried = new HashSet<>();
  private ProxyClient.@Nullable ProxyTarget target;
  private @Nullable ProxyCallback<ProxyConnection> proxy;
  private @Nullable InstanceConnections instance;
  private @Nullable ProxyConnection connection;
  private XnioExecutor.@Nullable Key timer;
  private int attempts;
  private long headNanos = -1;
  private @Nullable UploadConduit upload;
  private boolean late;
  private boolean clientHasLeft;
  private boolean counts = true;

  /// @param side which the request has entered
  RoutedRequest(HttpServerExchange exchange, SideTraffic side, RouterLimits limits, String name) {
    this.exchange = exchange;
    this.side = side;
    this.limits = limits;
    this.name = name;
    exchange.addRequestWrapper(
        (client, _) -> {
          upload = new UploadConduit(client.create(), () -> clientHasLeft = true);
          return upload;
        });
    exchange.addResponseWrapper((answer, _) -> sendingTheHeadAtOnce(answer.create()));
    exchange.addResponseCommitListener(this::begin);
    exchange.addDefaultResponseListener(this::explain);
    exchange.addExchangeCompleteListener(
        (ended, next) -> {
          end();
          next.proceed();
        });
  }

  boolean hasTried(InstanceConnections candidate) {
    return tried.contains(candidate);
  }

  /// Takes the request to an instance, and once more where that was no use.
  void connect(ProxyClient.ProxyTarget wanted, ProxyCallback<ProxyConnection> callback) {
    leaveInstance();
    target = wanted;
    proxy = callback;
    if (late || attempts == MOST_ATTEMPTS) {
      exchange.endExchange();
    } else {
      side.upstream().place(this);
    }
  }

  void awaitTurn() {
    timer = after(limits.queuedFor(), this::waitedTooLong);
  }

  private void waitedTooLong() {
    if (side.upstream().stopWaiting(this)) {
      refuse();
    }
  }

  /// Called on any thread, and returns at once.
  ///
  /// @param free on which a connection has been taken for it
  void takeTurn(InstanceConnections free) {
    exchange
        .getIoThread()
        .execute(
            () -> {
              stopTimer();
              goTo(free);
            });
  }

  /// The router is full.
  void refuse() {
    counts = false;
    exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
    answer(
        StatusCodes.SERVICE_UNAVAILABLE,
        "all connections to %s are in use, and as many requests wait as may".formatted(name));
  }

  void goTo(InstanceConnections free) {
    attempts++;
    tried.add(free);
    instance = free;
    free.connect(Objects.requireNonNull(target), exchange, new Connected(free));
  }

  private void connected(ProxyConnection made) {
    connection = made;
    if (timer == null) {
      timer = after(limits.answerWithin(), this::noAnswerYet);
    }
  }

  /// An upload that goes on is not late.
  private void noAnswerYet() {
    timer = null;
    if (!exchange.isResponseChannelAvailable()) {
      return;
    }
    if (upload != null && !exchange.isRequestComplete() && upload.hasMoved()) {
      timer = after(limits.answerWithin(), this::noAnswerYet);
      return;
    }
    late = true;
    if (connection != null) {
      IoUtils.safeClose(connection.getConnection()); // the proxy gives up on it, and says so
    }
    exchange.endExchange();
  }

  /// The proxy sends the head with the first bytes of the body, which may come much later.
  private StreamSinkConduit sendingTheHeadAtOnce(StreamSinkConduit client) {
    exchange
        .getIoThread()
        .execute(
            () -> {
              try {
                if (!exchange.isResponseComplete()) {
                  client.flush();
                }
              } catch (IOException clientGone) {
                IoUtils.safeClose(exchange.getConnection());
              }
            });
    return client;
  }

  /// The head of the answer: what concerns the instance's connection alone stays here.
  private void begin(HttpServerExchange answered) {
    headNanos = System.nanoTime();
    stopTimer();
    if (answered.getStatusCode() != StatusCodes.SWITCHING_PROTOCOLS) {
      answered.getResponseHeaders().remove(Headers.CONNECTION);
      answered.getResponseHeaders().remove(Headers.KEEP_ALIVE);
    }
  }

  /// Where no instance has begun to answer, the proxy ends the exchange without a word.
  private boolean explain(HttpServerExchange ended) {
    if (!ended.isResponseChannelAvailable()) {
      return false;
    }
    if (clientHasLeft) {
      counts = false;
      return false;
    }
    if (late && upload != null && upload.awaitsClient()) {
      counts = false;
      answer(
          StatusCodes.REQUEST_TIME_OUT,
          "nothing more of the request came within %d ms"
              .formatted(limits.answerWithin().toMillis()));
    } else if (late) {
      answer(
          StatusCodes.GATEWAY_TIME_OUT,
          "no instance of %s began to answer within %d ms"
              .formatted(name, limits.answerWithin().toMillis()));
    } else {
      answer(StatusCodes.BAD_GATEWAY, "no instance of %s answers".formatted(name));
    }
    return true;
  }

  private void answer(int status, String text) {
    Router.answer(exchange, status, text);
  }

  private void end() {
    stopTimer();
    if (counts) {
      long until = headNanos < 0 ? System.nanoTime() : headNanos;
      side.upstream().counters().count(exchange.getStatusCode(), until - startedNanos);
    }
    if (exchange.getStatusCode() == StatusCodes.SWITCHING_PROTOCOLS) {
      exchange.getConnection().addCloseListener(_ -> leave());
    } else {
      leave();
    }
  }

  private void leave() {
    leaveInstance();
    side.leave();
  }

  private void leaveInstance() {
    InstanceConnections used = instance;
    instance = null;
    connection = null;
    if (used != null) {
      side.upstream().giveBack(used);
    }
  }

  private XnioExecutor.Key after(Duration time, Runnable what) {
    return exchange.getIoThread().executeAfter(what, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopTimer() {
    XnioExecutor.Key running = timer;
    timer = null;
    if (running != null) {
      running.remove();
    }
  }

  /// Tells the proxy what came of an attempt.
  private final class Connected implements ProxyCallback<ProxyConnection> {
    private final InstanceConnections asked;
    private final ProxyCallback<ProxyConnection> teller = Objects.requireNonNull(proxy);

    Connected(InstanceConnections asked) {
      this.asked = asked;
    }

    @Override
    public void completed(HttpServerExchange routed, ProxyConnection made) {
      connected(made);
      teller.completed(routed, made);
    }

    @Override
    public void failed(HttpServerExchange routed) {
      asked.markFailed();
      teller.failed(routed);
    }

    @Override
    public void couldNotResolveBackend(HttpServerExchange routed) {
      failed(routed);
    }

    @Override
    public void queuedRequestFailed(HttpServerExchange routed) {
      failed(routed);
    }
  }
}
