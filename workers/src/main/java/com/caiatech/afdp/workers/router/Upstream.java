package com.caiatech.afdp.workers.router;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// A deployment's instances, however it is routed: which of them gets the next request, and the
/// requests that wait because all are busy.
final class Upstream {
  private final RouterLimits limits;
  private final Counters counters = new Counters();
  private final Queue<RoutedRequest> waiting = new ArrayDeque<>();
  private List<InstanceConnections> instances = List.of();

  Upstream(List<URI> uris, RouterLimits limits) {
    this.limits = limits;
    routeTo(uris);
  }

  /// What stays keeps its connections.
  synchronized void routeTo(List<URI> uris) {
    List<InstanceConnections> next = new ArrayList<>();
    for (URI uri : uris) {
      next.add(
          instances.stream()
              .filter(instance -> instance.uri().equals(uri))
              .findFirst()
              .orElseGet(() -> new InstanceConnections(uri, limits.connections())));
    }
    instances.stream().filter(old -> !next.contains(old)).forEach(InstanceConnections::close);
    instances = List.copyOf(next);
    callWaiting();
  }

  Counters counters() {
    return counters;
  }

  /// Sends the request to the instance with the least to do, has it wait, or refuses it.
  void place(RoutedRequest request) {
    Optional<InstanceConnections> free;
    boolean queued = false;
    synchronized (this) {
      free = free(request);
      free.ifPresent(InstanceConnections::take);
      if (free.isEmpty() && waiting.size() < limits.queue()) {
        queued = waiting.add(request);
      }
    }
    if (free.isPresent()) {
      request.goTo(free.get());
    } else if (queued) {
      request.awaitTurn();
    } else {
      request.refuse();
    }
  }

  /// An instance that was tried already, or took no connection a moment ago, comes last.
  private Optional<InstanceConnections> free(RoutedRequest request) {
    return instances.stream()
        .filter(instance -> instance.inUse() < limits.connections())
        .min(
            Comparator.comparing(request::hasTried)
                .thenComparing(InstanceConnections::isAvoided)
                .thenComparingInt(InstanceConnections::inUse));
  }

  /// The connection is free again.
  synchronized void giveBack(InstanceConnections instance) {
    instance.giveBack();
    callWaiting();
  }

  /// Whoever waits longest comes first.
  private void callWaiting() {
    Optional<InstanceConnections> free = Optional.ofNullable(waiting.peek()).flatMap(this::free);
    while (free.isPresent()) {
      free.get().take();
      waiting.remove().takeTurn(free.get());
      free = Optional.ofNullable(waiting.peek()).flatMap(this::free);
    }
  }

  /// Takes the request out of the queue.
  ///
  /// @return false where its turn has come already
  synchronized boolean stopWaiting(RoutedRequest request) {
    return waiting.remove(request);
  }

  synchronized void close() {
    instances.forEach(InstanceConnections::close);
  }
}
