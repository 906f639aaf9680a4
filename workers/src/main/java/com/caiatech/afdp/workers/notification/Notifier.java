package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells channels what the ledgers hold, each on a thread of its own that reads the ledgers forward
/// from where it was ({@link Courier}). What causes an event knows nothing of it: a deployment
/// neither waits for a receiver nor ends otherwise because of one, and what a crash or an outage
/// keeps from being told is told afterwards.
public final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final Duration LAST_SEND = Duration.ofSeconds(2);

  private final List<Lane> lanes = new ArrayList<>();
  private final Pace pace;
  private final @Nullable Lease lease;
  private final List<Thread> threads = new ArrayList<>();

  /// A channel and what has its thread look before its time.
  private record Lane(Courier courier, Semaphore bell) {}

  /// @param outboxes the folder of how far each was told
  Notifier(NotificationSettings.Configured configured, Path outboxes, Pace pace, Clock clock) {
    this.pace = pace;
    this.lease = configured.channels().isEmpty() ? null : new Lease(outboxes);
    for (ConfiguredChannel it : configured.channels()) {
      lanes.add(
          new Lane(
              new Courier(
                  it.name(),
                  it.channel(),
                  it.filter(),
                  configured.gateway(),
                  outboxes.resolve(it.name() + ".json"),
                  pace,
                  clock),
              new Semaphore(0)));
    }
  }

  /// The channels that a file configures; nothing is sent before the start.
  ///
  /// @param files absent where nobody is told anything
  /// @param platform the Git hosts
  /// @throws com.caiatech.afdp.schemas.SchemasException.ConfigurationFault naming every problem
  public static Notifier of(
      @Nullable NotificationFiles files, CurrentPlatform platform, Clock clock) {
    return files == null
        ? new Notifier(
            new NotificationSettings.Configured(null, List.of()), Path.of(""), Pace.DEFAULT, clock)
        : new Notifier(
            NotificationSettings.read(files.configuration(), platform, clock),
            files.outboxes(),
            Pace.DEFAULT,
            clock);
  }

  /// Begins to tell. What is in the ledgers when a channel is started for the first time is not
  /// told.
  ///
  /// @param platform where repositories are
  public void start(LedgerReadings readings, CurrentPlatform platform) {
    for (Lane lane : lanes) {
      threads.add(
          Thread.ofVirtual()
              .name("notify " + lane.courier.counts().channel())
              .start(() -> run(lane, readings, platform)));
    }
  }

  /// Has the channels look soon at what is durable in the ledgers by now. Does not block.
  public void wake() {
    lanes.forEach(lane -> lane.bell.release());
  }

  /// What became of the events, one a channel.
  public List<ChannelCounts> counts() {
    return lanes.stream().map(lane -> lane.courier.counts()).toList();
  }

  /// Lets go of what is being sent, which is sent again at the next start.
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        if (!thread.join(LAST_SEND)) {
          LOG.warn("{} does not end", thread.getName());
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Lease held = lease;
    if (held != null) {
      held.close();
    }
  }

  private void run(Lane lane, LedgerReadings readings, CurrentPlatform platform) {
    String fault = "";
    long asked = System.nanoTime() - pace.lookEvery().toNanos();
    try {
      while (true) {
        boolean asks =
            !lane.courier.hasBegun() || System.nanoTime() - asked >= pace.lookEvery().toNanos();
        if (asks) {
          asked = System.nanoTime();
        }
        fault = look(lane.courier, readings, platform, asks, fault);
        Duration left = Duration.ofNanos(pace.lookEvery().toNanos() - (System.nanoTime() - asked));
        Duration wait =
            fault.isEmpty() && lane.courier.untilDue().compareTo(left) < 0
                ? lane.courier.untilDue()
                : left;
        if (lane.bell.tryAcquire(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)) {
          lane.bell.drainPermits();
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks once.
  ///
  /// @param asks whether Git hosts are asked for what others have written
  /// @param before what went wrong the last time, which is not told twice
  /// @return what went wrong
  private String look(
      Courier courier,
      LedgerReadings readings,
      CurrentPlatform platform,
      boolean asks,
      String before)
      throws InterruptedException {
    try {
      if (lease != null && lease.isHeld()) {
        courier.look(asks ? readings.forOneDecision() : readings.asRead(), platform.current());
        if (asks) {
          courier.keep();
        }
      }
      return "";
    } catch (RuntimeException fault) { // the next look goes on from where this one was
      String now = String.valueOf(fault);
      if (!now.equals(before)) {
        LOG.warn(
            "channel {} cannot be told anything now, and is told later",
            courier.counts().channel(),
            fault);
      }
      return now;
    }
  }
}
