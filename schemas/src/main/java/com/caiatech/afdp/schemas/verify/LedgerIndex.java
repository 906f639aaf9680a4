package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.git.BoundedObjects;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.JudgedCommit;
import com.caiatech.afdp.schemas.ledger.LedgerEntry;
import com.caiatech.afdp.schemas.ledger.LedgerLimits;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.Verdict;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.soundness.Surroundings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/// What stands where in the volumes of deployments and incidents, and the bodies of records read
/// again when they are asked for. An entry costs some 500 bytes; no body is kept.
final class LedgerIndex implements Surroundings {
  private final Map<VolumeName, Volume> volumes = new HashMap<>();
  private final SortedMap<SubjectId, List<Place>> trusted = new TreeMap<>();
  private final Map<SubjectId, List<Place>> others = new HashMap<>();
  private final Set<SubjectId> repeated = new HashSet<>();
  private final Map<Sequence, RecordRef> firstOpened = new HashMap<>();
  private final ObjectInserter.Formatter ids = new ObjectInserter.Formatter();

  private record Volume(GivenVolume given, List<Entry> entries) {}

  private record Sequence(Scope scope, long number) {}

  private record Place(VolumeName volume, int index) {}

  /// @param blob the id of the file's bytes in Git; absent where no record can be that large
  /// @param recordedAt absent where the entry does not count
  private record Entry(
      String path, Sha256 sha256, @Nullable ObjectId blob, @Nullable Instant recordedAt) {}

  /// Begins a volume; volumes are added in the order of chains.
  void begin(GivenVolume volume) {
    volumes.put(volume.name(), new Volume(volume, new ArrayList<>()));
  }

  /// Adds the entries of a commit, in the order of the volume.
  void add(JudgedCommit commit) {
    VolumeName name = commit.commit().volume();
    List<Entry> entries = volume(name).entries();
    for (int i = 0; i < commit.entries().size(); i++) {
      LedgerEntry entry = commit.entries().get(i).entry();
      AddedFile file = commit.commit().files().get(i);
      Optional<LedgerRecord> record =
          commit.entries().get(i).verdict() instanceof Verdict.Trusted counts
              ? Optional.of(counts.record())
              : Optional.empty();
      record.ifPresent(it -> take(new Place(name, entries.size()), entry, it));
      entries.add(
          new Entry(
              entry.path(),
              entry.sha256(),
              file.bytes().map(bytes -> ids.idFor(Constants.OBJ_BLOB, bytes)).orElse(null),
              record.isPresent() ? commit.recordedAt() : null));
    }
  }

  private void take(Place place, LedgerEntry entry, LedgerRecord record) {
    SubjectId subject = record.header().subject();
    List<Place> places =
        (record.header().kind().isOfDeployment() ? trusted : others)
            .computeIfAbsent(subject, s -> new ArrayList<>(8));
    Series series = record.header().kind().series();
    if (LedgerPath.parse(entry.path()).attempt() > 1
        || places.stream().anyMatch(it -> isElsewhere(it, place, series))) {
      repeated.add(subject);
    }
    places.add(place);
    if (record.body() instanceof DeploymentManifestOpened opened) {
      firstOpened.putIfAbsent(
          new Sequence(record.header().scope(), opened.sequence()),
          new RecordRef(place.volume, entry.index(), entry.path(), entry.sha256()));
    }
  }

  private boolean isElsewhere(Place before, Place place, Series series) {
    return !before.volume.equals(place.volume) && volume(before.volume).given().series() == series;
  }

  /// The records that count at another attempt than the standing one, with other bytes, by volume
  /// in the order of their entries.
  Map<VolumeName, List<VolumeReport.Violation>> contested() {
    Map<VolumeName, SortedMap<Long, VolumeReport.Violation>> contested = new HashMap<>();
    for (SubjectId subject : repeated) {
      Map<RecordId, Place> standing = new HashMap<>();
      Stream.of(trusted, others)
          .flatMap(places -> places.getOrDefault(subject, List.of()).stream())
          .forEach(
              place -> {
                Entry entry = entry(place);
                RecordId id = LedgerPath.parse(entry.path).recordId();
                Place first = standing.putIfAbsent(id, place);
                if (first != null && !entry(first).sha256.equals(entry.sha256)) {
                  contested
                      .computeIfAbsent(place.volume, v -> new TreeMap<>())
                      .put((long) place.index, contested(place, first));
                }
              });
    }
    Map<VolumeName, List<VolumeReport.Violation>> listed = new HashMap<>();
    contested.forEach((volume, of) -> listed.put(volume, List.copyOf(of.values())));
    return listed;
  }

  private VolumeReport.Violation contested(Place place, Place standing) {
    Entry entry = entry(place);
    Entry stands = entry(standing);
    RecordRef ref = new RecordRef(standing.volume, standing.index, stands.path, stands.sha256);
    return new VolumeReport.Violation(
        place.index, entry.path, List.of(Finding.contested(ref, entry.sha256)));
  }

  private Entry entry(Place place) {
    return volume(place.volume).entries().get(place.index);
  }

  /// What deployments are about, in the order of their ids.
  Set<SubjectId> subjects() {
    return trusted.keySet();
  }

  /// The standing records about the subject: the first of each id that counts.
  List<StandingRecord> standing(SubjectId subject) {
    List<StandingRecord> records = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Place place : trusted.getOrDefault(subject, List.of())) {
      Entry entry = volume(place.volume).entries().get(place.index);
      Instant recordedAt = entry.recordedAt;
      Optional<LedgerRecord> record = read(place.volume, entry);
      if (recordedAt != null && record.isPresent() && seen.add(record.get().header().recordId())) {
        records.add(
            new StandingRecord(place.volume, place.index, entry.path, recordedAt, record.get()));
      }
    }
    return records;
  }

  @Override
  public Surroundings.Place at(RecordRef ref) {
    Volume volume = volumes.get(ref.volume());
    if (volume == null || ref.index() >= volume.entries().size()) {
      return new Surroundings.Place.Unread();
    }
    Entry entry = volume.entries().get((int) ref.index());
    return Optional.of(entry)
        .filter(it -> it.path.equals(ref.path()) && it.sha256.equals(ref.sha256()))
        .flatMap(it -> read(ref.volume(), it))
        .<Surroundings.Place>map(Surroundings.Place.Exists::new)
        .orElseGet(Surroundings.Place.Other::new);
  }

  @Override
  public Optional<RecordRef> firstOpened(Scope scope, long sequence) {
    return Optional.ofNullable(firstOpened.get(new Sequence(scope, sequence)));
  }

  @Override
  public Optional<LedgerRecord> opened(DeploymentId deployment) {
    return standing(deployment.subject()).stream()
        .map(StandingRecord::record)
        .filter(record -> record.body() instanceof DeploymentManifestOpened)
        .findFirst();
  }

  private Optional<LedgerRecord> read(VolumeName volume, Entry entry) {
    ObjectId blob = entry.blob;
    if (blob == null) {
      return Optional.empty();
    }
    try (BoundedObjects objects =
        BoundedObjects.of(volume(volume).given().repository(), LedgerLimits.GIT)) {
      byte[] bytes = objects.read(blob, Constants.OBJ_BLOB, AddedFile.MAX_BYTES);
      if (!Sha256.of(bytes).equals(entry.sha256)) {
        throw new SchemasException.LedgerFault(
            "Reading %s of volume %s again: expected SHA-256 %s as before, found %s"
                .formatted(entry.path, volume, entry.sha256, Sha256.of(bytes)));
      }
      return RecordCodec.decode(bytes) instanceof DecodedRecord.Valid(LedgerRecord record)
          ? Optional.of(record)
          : Optional.empty();
    } catch (IOException unreadable) {
      throw new SchemasException.LedgerFault(
          "Reading %s of volume %s again failed: %s; nothing was changed, a retry is safe"
              .formatted(entry.path, volume, unreadable.getMessage()),
          unreadable);
    }
  }

  private Volume volume(VolumeName name) {
    Volume volume = volumes.get(name);
    if (volume == null) {
      throw new IllegalStateException("volume " + name + " was not begun");
    }
    return volume;
  }
}
