package com.caiatech.afdp.gateway.subscription;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// The events of a deployment, each subscriber being served by a virtual thread of its own. It
/// looks again only when the subscriber wants more, and no more once that has cancelled.
final class ProgressStream implements Publisher<NumberedEvent> {
  private static final int MANY = 1 << 20;

  private final DeploymentId deployment;
  private final IntFunction<Look> looks;
  private final Duration interval;

  /// @param looks what happened after the event with that number
  /// @param interval between two looks
  ProgressStream(DeploymentId deployment, IntFunction<Look> looks, Duration interval) {
    this.deployment = deployment;
    this.looks = looks;
    this.interval = interval;
  }

  @Override
  public void subscribe(Subscriber<? super NumberedEvent> subscriber) {
    Watch watch = new Watch(subscriber);
    subscriber.onSubscribe(watch);
    watch.start();
  }

  private final class Watch implements Subscription {
    private final Subscriber<? super NumberedEvent> subscriber;
    private final Semaphore wanted = new Semaphore(0);
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile boolean invalidRequest;

    Watch(Subscriber<? super NumberedEvent> subscriber) {
      this.subscriber = subscriber;
    }

    void start() {
      Thread watching =
          Thread.ofVirtual().name("progress-" + deployment).unstarted(this::watchToTheEnd);
      thread = watching;
      if (!over.get()) {
        watching.start();
      }
    }

    @Override
    public void request(long more) {
      if (more <= 0) {
        invalidRequest = true;
        wanted.release();
      } else if (wanted.availablePermits() < MANY) {
        wanted.release((int) Math.min(more, MANY));
      }
    }

    @Override
    public void cancel() {
      over.set(true);
      Thread watching = thread;
      if (watching != null && !watching.equals(Thread.currentThread())) {
        watching.interrupt();
      }
    }

    private void watchToTheEnd() {
      try {
        boolean ended = false;
        int seen = 0;
        while (!ended && !over.get()) {
          switch (looks.apply(seen)) {
            case Look.Seen news -> {
              for (ProgressEvent event : news.events()) {
                give(event);
                seen = event.number();
              }
              ended = news.ended();
            }
            case Look.Unclear later -> {}
            case Look.Nowhere lost -> {}
          }
          if (!ended) {
            Thread.sleep(interval);
          }
        }
        if (over.compareAndSet(false, true)) {
          subscriber.onComplete();
        }
      } catch (InterruptedException cancelled) {
        over.set(true);
      } catch (RuntimeException fault) {
        if (over.compareAndSet(false, true)) {
          subscriber.onError(fault);
        }
      }
    }

    private void give(ProgressEvent event) throws InterruptedException {
      wanted.acquire();
      if (invalidRequest) {
        throw new IllegalArgumentException(
            "a subscriber has to request at least 1 (Reactive Streams rule 3.9)");
      }
      if (!over.get()) {
        subscriber.onNext(new NumberedEvent(deployment, event));
      }
    }
  }
}
