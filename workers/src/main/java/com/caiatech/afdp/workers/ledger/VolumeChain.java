package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.trust.IntentVerdict;
import com.caiatech.afdp.schemas.trust.IntentVerifier;
import com.caiatech.afdp.schemas.trust.VolumeChains;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.VolumeIndex.Entry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// The volumes of a series, opened in the order of its chain as the trust policy tells it: the last
/// takes new records, and look-ups cover all of them. A volume is opened when the policy first
/// names it; those of the trust policy are configured. Safe for use by several threads.
final class VolumeChain implements AutoCloseable {
  private final Series series;
  private final PolicySource policies;
  private final BiFunction<VolumeName, VolumeStore, OpenVolume> opening;
  private final List<OpenVolume> volumes = new ArrayList<>();
  private final List<OpenVolume> configured;
  private final Clock clock;

  /// @param stores where the first volume is, and those that are configured to follow it; the
  ///   others are beside it
  VolumeChain(
      Series series,
      SortedMap<VolumeName, VolumeStore> stores,
      PolicySource policies,
      Clock clock,
      BiFunction<VolumeName, VolumeStore, OpenVolume> opening) {
    this.series = series;
    this.policies = policies;
    this.clock = clock;
    this.opening = opening;
    this.configured =
        stores.entrySet().stream().map(it -> opening.apply(it.getKey(), it.getValue())).toList();
    volumes.add(configured.getFirst());
  }

  /// The volumes as they stand together at one moment.
  ///
  /// @param chains where those before the last one end
  record View(List<OpenVolume> volumes, VolumeChains chains) {
    View {
      volumes = List.copyOf(volumes);
    }

    /// The volume that takes new records.
    OpenVolume open() {
      return volumes.getLast();
    }

    /// The same with the next volume, to which the record is written that opens it.
    View followedBy(SuccessorVolume successor, OpenVolume next) {
      List<OpenVolume> longer = new ArrayList<>(volumes);
      longer.add(next);
      return new View(longer, chains.with(successor));
    }

    /// Reads what is new in all of them.
    ///
    /// @return the end of the open one
    VolumeIndex.Head catchUp() {
      for (OpenVolume volume : volumes) {
        chains.successor(volume.name()).ifPresent(volume::readEnded);
      }
      return open().index().catchUp(open().store()::tip);
    }

    /// When the last record before the open volume was recorded; absent in a first volume. What is
    /// written to a successor is recorded later, so that recorded time orders the chain too.
    Optional<Instant> startsAfter() {
      return volumes.size() == 1
          ? Optional.empty()
          : Optional.ofNullable(volumes.get(volumes.size() - 2).index().position().recordedAt());
    }

    /// The first entry that counts among the attempts at a record, and the volume that holds it.
    ///
    /// @param first the place of the first attempt
    Optional<Found> standing(LedgerPath first) {
      List<Found> counting = new ArrayList<>();
      for (int attempt = 1; attempt <= LedgerPath.MAX_ATTEMPTS; attempt++) {
        List<Found> held = at(first.attempt(attempt));
        if (held.isEmpty()) {
          break;
        }
        held.stream().filter(this::counts).forEach(counting::add);
      }
      return counting.stream()
          .min(
              Comparator.comparing((Found found) -> found.volume().name())
                  .thenComparingLong(found -> found.entry().index()));
    }

    /// The lowest attempt at a record whose place is free in every volume; none where entries hold
    /// all of them.
    ///
    /// @param first the place of the first attempt
    Optional<LedgerPath> freeAttempt(LedgerPath first) {
      for (int attempt = 1; attempt <= LedgerPath.MAX_ATTEMPTS; attempt++) {
        LedgerPath place = first.attempt(attempt);
        if (at(place).isEmpty()) {
          return Optional.of(place);
        }
      }
      return Optional.empty();
    }

    private List<Found> at(LedgerPath place) {
      List<Found> found = new ArrayList<>();
      for (OpenVolume volume : volumes) {
        volume.index().at(place).ifPresent(entry -> found.add(new Found(volume, entry)));
      }
      return found;
    }

    private boolean counts(Found found) {
      return found.entry().kind() != null
          && !chains.ends(found.volume().name(), found.entry().index());
    }
  }

  /// An entry and the volume that holds it.
  record Found(OpenVolume volume, Entry entry) {
    RecordRef ref() {
      return volume.index().ref(entry);
    }
  }

  /// The volumes by the trust policy at hand.
  synchronized View view() {
    VolumeChains chains = policies.get().currentOrNobody().chains();
    for (VolumeName name : chains.volumes(series).stream().skip(volumes.size()).toList()) {
      volumes.add(
          configured(name)
              .orElseGet(() -> opening.apply(name, volumes.getFirst().store().beside(name))));
    }
    return new View(volumes, chains);
  }

  /// The volumes by the trust policy as it is now, for writing these records: the next volume of
  /// the trust policy takes the records that open it.
  ///
  /// @throws WorkersException.RecordRefused when that is not configured
  View viewFor(List<CheckedRecord> records) {
    if (series != Series.TRUST_POLICY) {
      policies.fetchedSince(System.nanoTime());
      return view();
    }
    View now = view();
    for (CheckedRecord record : records) {
      if (record.record().body() instanceof SuccessorVolume next
          && next.volume().equals(now.open().name().next())) {
        return now.followedBy(next, configured(next.volume()).orElseThrow(() -> unknown(next)));
      }
    }
    return now;
  }

  private Optional<OpenVolume> configured(VolumeName name) {
    return configured.stream().filter(volume -> volume.name().equals(name)).findFirst();
  }

  private static WorkersException unknown(SuccessorVolume next) {
    return new WorkersException.RecordRefused(
        "Opening "
            + next.volume()
            + ": expected its address in the platform's configuration, where volumes of "
            + next.series()
            + " are named, found none; nothing was written. Configure an empty repository and try"
            + " again");
  }

  /// The volume that took the last record here.
  synchronized OpenVolume last() {
    return volumes.getLast();
  }

  /// Judges the intent of a record that is to be written, by the trust policy as it was last seen,
  /// the next entry that this worker knows of, and the time.
  ///
  /// @throws WorkersException.IntentNotProven when it does not hold
  /// @throws WorkersException.LedgerUnavailable when no policy is at hand
  void requireIntent(CheckedRecord record) {
    OpenVolume volume = last();
    Optional<String> problem =
        switch (IntentVerifier.verify(
            record.record(),
            volume.name(),
            volume.knownSize(),
            clock.instant(),
            LastSeen.read(policies).currentOrNobody())) {
          case IntentVerdict.Unproven(String reason) -> Optional.of(reason);
          case IntentVerdict.Late(String reason) -> Optional.of(reason);
          case IntentVerdict.Proven _, IntentVerdict.NotNeeded _ -> Optional.empty();
        };
    if (problem.isPresent()) {
      throw new WorkersException.IntentNotProven(
          "Judging "
              + record.toWrite().path()
              + " for "
              + volume.name()
              + ": "
              + problem.get()
              + "; it was not written");
    }
  }

  @Override
  public synchronized void close() {
    Stream.concat(configured.stream(), volumes.stream()).distinct().forEach(OpenVolume::close);
  }
}
