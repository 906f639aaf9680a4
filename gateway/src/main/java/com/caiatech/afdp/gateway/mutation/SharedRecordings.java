package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.workflow.RecordingRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/// Sends recordings that wait at the same time as one: what comes while some are under way shares
/// the next, so that many at once cost the workers little more than one. Thread-safe.
final class SharedRecordings {
  /// The most that go together.
  static final int MOST = 64;

  /// In characters; they may take four bytes each, of two million in a payload.
  private static final int MOST_LENGTH = 512 * 1024;

  /// So many are under way at once: while the workers write one, the next comes to them.
  private static final int AT_ONCE = 2;

  private final Function<List<RecordingRequest>, List<Reply>> send;
  private final Deque<Waiting> waiting = new ArrayDeque<>(); // guarded by this
  private int underWay; // guarded by this

  private record Waiting(RecordingRequest request, int length, CompletableFuture<Reply> reply) {}

  /// @param send gives one reply a request, in the same order; a request that was sent before has
  ///   one effect
  SharedRecordings(Function<List<RecordingRequest>, List<Reply>> send) {
    this.send = send;
  }

  /// Sends the request and waits for what became of it, or until the calling thread is interrupted.
  Reply record(RecordingRequest request) {
    Waiting mine = new Waiting(request, request.input().length(), new CompletableFuture<>());
    synchronized (this) {
      waiting.add(mine);
      if (underWay < AT_ONCE) {
        underWay++;
        Thread.ofVirtual().name("shared-recordings").start(this::sendAll);
      }
    }
    try {
      return mine.reply.get();
    } catch (InterruptedException given) {
      Thread.currentThread().interrupt();
      return new Reply.Unknown("its time was over before the workers answered");
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException fault
          ? fault
          : new IllegalStateException(failed);
    }
  }

  /// How many wait to be sent.
  synchronized int waiting() {
    return waiting.size();
  }

  private void sendAll() {
    for (List<Waiting> next = next(); !next.isEmpty(); next = next()) {
      send(next);
    }
  }

  private synchronized List<Waiting> next() {
    List<Waiting> next = new ArrayList<>();
    int length = 0;
    while (!waiting.isEmpty()
        && next.size() < MOST
        && (next.isEmpty() || length + waiting.getFirst().length <= MOST_LENGTH)) {
      length += waiting.getFirst().length;
      next.add(waiting.removeFirst());
    }
    if (next.isEmpty()) {
      underWay--;
    }
    return next;
  }

  private void send(List<Waiting> together) {
    try {
      Iterator<Reply> replies =
          send.apply(together.stream().map(Waiting::request).toList()).iterator();
      together.forEach(it -> it.reply.complete(replies.next()));
    } catch (RuntimeException | Error fault) {
      together.forEach(it -> it.reply.completeExceptionally(fault));
    }
  }
}
