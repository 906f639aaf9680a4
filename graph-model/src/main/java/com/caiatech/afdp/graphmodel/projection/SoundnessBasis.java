package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the verdicts on some deployments rest on beside the records of each: the entries that these
/// name, and the opened manifests of their sequences.
final class SoundnessBasis {
  private final Map<Spot, Entry> entries = new HashMap<>();
  private final Map<Sequence, List<BelievedRecord>> opened = new HashMap<>();
  private final Map<DeploymentId, List<BelievedRecord>> manifests = new HashMap<>();

  /// A place in the ledgers.
  record Spot(VolumeName volume, long index) {
    static Spot of(RecordRef ref) {
      return new Spot(ref.volume(), ref.index());
    }
  }

  /// A number in the sequence of deployments of a service to an environment.
  record Sequence(Scope scope, long number) {
    /// The one that a record opens, where it opens one.
    static Optional<Sequence> of(LedgerRecord record) {
      return record.body() instanceof DeploymentManifestOpened manifest
          ? Optional.of(new Sequence(record.header().scope(), manifest.sequence()))
          : Optional.empty();
    }
  }

  /// What stands at a place.
  ///
  /// @param record absent where the bytes are no record
  record Entry(String path, Sha256 sha256, Instant recordedAt, @Nullable LedgerRecord record) {}

  /// Takes the records about one deployment.
  void add(Collection<BelievedRecord> records) {
    for (BelievedRecord it : records) {
      StandingRecord record = it.record().standing();
      entries.put(
          new Spot(record.volume(), record.index()),
          new Entry(record.path(), record.ref().sha256(), record.recordedAt(), record.record()));
    }
    for (BelievedRecord it : BelievedRecord.standing(records)) {
      Sequence.of(it.record().record())
          .ifPresent(
              sequence -> {
                opened.computeIfAbsent(sequence, _ -> new ArrayList<>()).add(it);
                manifests.computeIfAbsent(deployment(it), _ -> new ArrayList<>()).add(it);
              });
    }
  }

  /// Takes what stands at a place.
  void add(Spot place, Entry entry) {
    entries.put(place, entry);
  }

  /// The sequences that are opened by what was taken.
  Set<Sequence> sequences() {
    return Set.copyOf(opened.keySet());
  }

  /// The places of references at which nothing is known to stand.
  Set<Spot> missing(Collection<RecordRef> refs) {
    return refs.stream()
        .map(Spot::of)
        .filter(place -> !entries.containsKey(place))
        .collect(Collectors.toSet());
  }

  /// When what stands where the reference leads was recorded; absent while it was not read.
  Optional<Instant> recordedAt(RecordRef ref) {
    return Optional.ofNullable(entries.get(Spot.of(ref))).map(Entry::recordedAt);
  }

  /// The manifests that ever opened the sequence.
  List<BelievedRecord> opened(Sequence sequence) {
    return opened.getOrDefault(sequence, List.of());
  }

  /// The manifests that ever opened the deployment.
  List<BelievedRecord> opened(DeploymentId deployment) {
    return manifests.getOrDefault(deployment, List.of());
  }

  private static DeploymentId deployment(BelievedRecord of) {
    return new DeploymentId(of.record().record().header().subject().uuid());
  }

  private RecordRef reference(SubjectRecord taken) {
    Entry entry = Objects.requireNonNull(entries.get(new Spot(taken.volume(), taken.index())));
    return new RecordRef(taken.volume(), taken.index(), entry.path(), entry.sha256());
  }

  /// The surroundings at a moment of recorded time: what was recorded later was not read.
  Surroundings asOf(Instant moment) {
    return new Surroundings() {
      @Override
      public Place at(RecordRef ref) {
        Entry entry = entries.get(Spot.of(ref));
        if (entry == null || entry.recordedAt().isAfter(moment)) {
          return new Place.Unread();
        }
        LedgerRecord record = entry.record();
        return record != null
                && entry.path().equals(ref.path())
                && entry.sha256().equals(ref.sha256())
            ? new Place.Exists(record)
            : new Place.Other();
      }

      @Override
      public Optional<RecordRef> firstOpened(Scope scope, long sequence) {
        return SoundnessBasis.this.opened(new Sequence(scope, sequence)).stream()
            .filter(it -> it.countsAt(moment))
            .map(BelievedRecord::record)
            .min(SubjectRecord.PLACE)
            .map(SoundnessBasis.this::reference);
      }

      @Override
      public Optional<LedgerRecord> opened(DeploymentId deployment) {
        return SoundnessBasis.this.opened(deployment).stream()
            .filter(it -> it.countsAt(moment))
            .map(BelievedRecord::record)
            .min(SubjectRecord.PLACE)
            .map(SubjectRecord::record);
      }
    };
  }
}
