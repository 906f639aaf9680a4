package com.caiatech.afdp.graphmodel.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedReadingTest {
  private static final int CALLERS = 50;

  private final AtomicInteger readings = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private volatile int read;

  @Test
  void thoseWhoWaitShareTheFirstReadingThatBeginsAfterTheyAsked() throws Exception {
    CountDownLatch firstRuns = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch asking = new CountDownLatch(CALLERS);
    SharedReading shared =
        new SharedReading(
            () -> {
              if (readings.incrementAndGet() == 1) {
                firstRuns.countDown();
                await(goOn);
              }
              read = written.get();
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = threads.submit(shared::await);
      await(firstRuns);
      List<Future<Boolean>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(
            threads.submit(
                () -> {
                  int mine = written.incrementAndGet();
                  asking.countDown();
                  shared.await();
                  return read >= mine;
                }));
      }
      await(asking);
      goOn.countDown();
      first.get();
      for (Future<Boolean> caller : callers) {
        assertThat(caller.get()).isTrue();
      }
    }
    assertThat(readings.get()).isBetween(2, 1 + CALLERS);
  }

  @Test
  void whoAsksAloneReadsEachTime() {
    SharedReading shared = new SharedReading(readings::incrementAndGet);
    shared.await();
    shared.await();
    assertThat(readings).hasValue(2);
  }

  @Test
  void whatFailsIsReadAgainByTheNext() {
    SharedReading shared =
        new SharedReading(
            () -> {
              if (readings.incrementAndGet() == 1) {
                throw new IllegalStateException("no answer");
              }
            });
    assertThatThrownBy(shared::await).hasMessage("no answer");
    shared.await();
    assertThat(readings).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
