package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one channel what the ledgers hold, each event at least once: an event counts as told, or
/// as waiting for its next attempt, once the outbox says so on disk. What a crash cuts off before
/// that is sent again, under the same id.
///
/// An event that is not taken waits beside those that follow it, so that one receiver's fault with
/// one event holds up no other; their order is not kept then. Used by one thread at a time.
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /// How many entries of a series are looked at together.
  private static final int BATCH = 1_000;

  private final String name;
  private final Channel channel;
  private final Filter filter;
  private final @Nullable String gateway;
  private final Path file;
  private final Pace pace;
  private final Clock clock;
  private final ChannelCounts counts;
  private @Nullable Outbox known;
  private boolean isWritten;

  /// @param gateway the gateway's address for people
  /// @param file where the outbox lies
  Courier(
      String name,
      Channel channel,
      Filter filter,
      @Nullable String gateway,
      Path file,
      Pace pace,
      Clock clock) {
    this.name = name;
    this.channel = channel;
    this.filter = filter;
    this.gateway = gateway;
    this.file = file;
    this.pace = pace;
    this.clock = clock;
    this.counts = new ChannelCounts(name);
  }

  ChannelCounts counts() {
    return counts;
  }

  /// Whether it knows from where to tell: before, it has to be given ledgers as they are now.
  boolean hasBegun() {
    return known != null;
  }

  /// Tells what is new in the ledgers, and again what is due.
  ///
  /// @param platform where repositories are
  /// @throws com.caiatech.afdp.workers.WorkersException when a ledger cannot be read now
  /// @throws SchemasException.KeyFault when the outbox cannot be read or written
  void look(LedgerReadings ledger, Platform platform) throws InterruptedException {
    EventReading reading = new EventReading(ledger, platform, gateway);
    Outbox outbox = outbox(ledger);
    for (Outbox.Pending due : outbox.pending()) {
      if (!due.next().isAfter(clock.instant())) {
        again(due, ledger, reading);
      }
    }
    for (Series series : EventReading.SERIES) {
      readOn(series, ledger, reading);
    }
  }

  /// When something that waits is due; far away where nothing waits.
  Duration untilDue() {
    Outbox outbox = known;
    return outbox == null
        ? pace.lookEvery()
        : outbox.pending().stream()
            .map(it -> Duration.between(clock.instant(), it.next()))
            .min(Duration::compareTo)
            .orElse(pace.lookEvery());
  }

  /// Keeps how far entries were read that told nothing, so that they need not be read again.
  void keep() {
    Outbox outbox = known;
    if (outbox != null && !isWritten) {
      write(outbox);
    }
  }

  /// What was kept; at the first start, the ends of the ledgers as they are now.
  private Outbox outbox(LedgerReadings ledger) {
    Outbox outbox = known;
    if (outbox == null) {
      Optional<Outbox> kept = Outbox.read(file);
      outbox = kept.orElseGet(() -> new Outbox(List.of(), List.of()));
      for (Series series : EventReading.SERIES) {
        if (outbox.position(series).isEmpty()) {
          outbox = outbox.at(ledger.end(series));
        }
      }
      if (kept.isPresent()) {
        known = outbox;
      } else {
        write(outbox);
      }
    }
    return outbox;
  }

  private void readOn(Series series, LedgerReadings ledger, EventReading reading)
      throws InterruptedException {
    boolean more = true;
    while (more && !now().isFull()) {
      VolumePosition position = now().position(series).orElseThrow();
      LedgerReadings.Following following = ledger.follow(series, position, filter.toldBy(), BATCH);
      if (!following.fits()) {
        LOG.warn(
            "channel {}: what was told last of {} ({} entries) is not in the ledger any more; its"
                + " entries are told again where they are not too old, with the same ids",
            name,
            position.volume(),
            position.size());
        write(now().at(VolumePosition.start(series.firstVolume())));
        return; // the next look begins there
      }
      more = !following.until().equals(position) && tell(following, reading);
    }
  }

  /// Whether all that was found was told, or waits.
  private boolean tell(LedgerReadings.Following following, EventReading reading)
      throws InterruptedException {
    for (LedgerReadings.Followed found : following.found()) {
      if (now().isFull()) {
        return false;
      }
      tell(found, reading);
    }
    passed(now().at(following.until()));
    return true;
  }

  private void tell(LedgerReadings.Followed found, EventReading reading)
      throws InterruptedException {
    Outbox after = now().at(found.after());
    boolean told = false;
    for (Event event : reading.events(found.entry())) {
      if (concerns(event)) {
        told = true;
        Optional<Instant> next = attempt(event, found.entry(), 1);
        if (next.isPresent()) {
          RecordRef ref = found.entry().ref();
          after = after.with(new Outbox.Pending(ref, event.kind(), 1, next.get()));
        }
      }
    }
    if (told) {
      write(after);
    } else {
      passed(after);
    }
  }

  private void again(Outbox.Pending due, LedgerReadings ledger, EventReading reading)
      throws InterruptedException {
    Outbox without = now().without(due);
    Optional<ReadEntry> entry = ledger.at(due.ref()).filter(it -> it.ref().equals(due.ref()));
    Optional<Event> event =
        entry.stream()
            .flatMap(it -> reading.events(it).stream())
            .filter(due::tells)
            .filter(this::concerns)
            .findFirst();
    if (event.isEmpty()) {
      write(without); // it is true no more: what it would have told has come to its end
      return;
    }
    int attempt = due.attempts() + 1;
    write(
        attempt(event.get(), entry.orElseThrow(), attempt)
            .map(next -> without.with(new Outbox.Pending(due.ref(), due.kind(), attempt, next)))
            .orElse(without));
  }

  private boolean concerns(Event event) {
    return filter.takes(event) && channel.concerns(event);
  }

  /// Sends once.
  ///
  /// @return when to send again; nothing when it was taken or given up
  private Optional<Instant> attempt(Event event, ReadEntry entry, int attempt)
      throws InterruptedException {
    Instant recordedAt = entry.recordedAt();
    if (recordedAt == null || recordedAt.plus(pace.oldest()).isBefore(clock.instant())) {
      return givenUp(event, attempt, "it was recorded at " + recordedAt + ", too long ago");
    }
    return switch (delivery(event)) {
      case Delivery.Taken _ -> {
        counts.countSent();
        yield Optional.empty();
      }
      case Delivery.Refused(String reason) -> givenUp(event, attempt, reason);
      case Delivery.Failed(String reason, Duration notBefore) -> {
        Optional<Duration> pause = pace.pauseAfter(attempt);
        if (pause.isEmpty()) {
          yield givenUp(event, attempt, reason);
        }
        counts.countFailed();
        LOG.info("channel {}: {} was not taken ({}); sent again", name, event.id(), reason);
        yield pause
            .map(ours -> ours.compareTo(notBefore) < 0 ? notBefore : ours)
            .map(clock.instant()::plus);
      }
    };
  }

  private Optional<Instant> givenUp(Event event, int attempt, String reason) {
    counts.countDropped();
    LOG.warn(
        "channel {}: {} is given up at attempt {}: {}; the ledger has it at {}",
        name,
        event.id(),
        attempt,
        reason,
        event.value(Place.RECORD).orElse("?"));
    return Optional.empty();
  }

  private Delivery delivery(Event event) throws InterruptedException {
    try {
      return channel.send(event);
    } catch (SchemasException.KeyFault unreadable) {
      return new Delivery.Failed(String.valueOf(unreadable.getMessage()));
    } catch (RuntimeException unforeseen) { // its message may hold a secret, and is not told
      return new Delivery.Failed(unforeseen.getClass().getSimpleName());
    }
  }

  private Outbox now() {
    Outbox outbox = known;
    if (outbox == null) {
      throw new IllegalStateException("the outbox of " + name + " is read before it is used");
    }
    return outbox;
  }

  private void passed(Outbox outbox) {
    isWritten = isWritten && outbox.equals(known);
    known = outbox;
  }

  private void write(Outbox outbox) {
    outbox.write(file);
    known = outbox;
    isWritten = true;
  }
}
