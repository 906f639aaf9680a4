package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.schemas.id.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All that the records of a deployment, an incident, an annotation, a saved query or a
/// registration say, each thing with the intervals of recorded time in which it is believed. A pure
/// function of the records and of when each counts, whatever the order in which they arrived.
///
/// Of several attempts at one record the first by its place in the ledger that counts is the
/// standing one; the others say nothing meanwhile.
final class EntityTimeline {
  private EntityTimeline() {}

  /// Everything that the records say and said.
  static List<Fact> of(Entity entity, Collection<BelievedRecord> records) {
    if (records.isEmpty()) {
      return List.of();
    }
    FactHistory history = new FactHistory();
    List<BelievedRecord> feeding = new ArrayList<>();
    Set<Instant> moments = new TreeSet<>();
    for (BelievedRecord standing : BelievedRecord.standing(records)) {
      history.say(standing.believed(), RecordFacts.of(standing.record()));
      if (EntityState.isFedBy(standing.record().record().body())) {
        feeding.add(standing);
        standing.believed().forEach(interval -> moments.addAll(interval.bounds()));
      }
    }
    EntityState state = EntityState.empty(entity.kind());
    SubjectRecord last = null;
    for (Instant moment : moments) {
      state = EntityState.empty(entity.kind());
      last = null;
      for (SubjectRecord record : countingAt(moment, feeding)) {
        state = state.after(record);
        last = record;
      }
      history.say(moment, state.facts(entity.subject()));
    }
    EntityNotes notes = isRegular(records) ? EntityNotes.of(state, last) : EntityNotes.IRREGULAR;
    return told(entity, history, state, notes);
  }

  /// What further records change, from what is kept of those before: it costs what it changes.
  /// Empty where that does not tell, because a record came late or another has its place; all
  /// records are needed then.
  ///
  /// @param notes what is kept of the records before; none of a state that nothing added feeds
  /// @param added records that count since they were recorded
  static Optional<FactDifference> extended(
      Entity entity, EntityNotes notes, Collection<SubjectRecord> added) {
    List<SubjectRecord> sorted = added.stream().sorted().toList();
    SubjectRecord last = notes.last();
    if (notes.irregular() || !isFollowing(last, sorted) || !areDistinct(sorted)) {
      return Optional.empty();
    }
    EntityState state = EntityState.restored(entity.kind(), notes.madeOf());
    List<Fact> said = state.facts(entity.subject());
    Instant since = notes.since();
    FactHistory history = since == null ? new FactHistory() : FactHistory.resumed(said, since);
    List<Fact> before = notes.exists() ? told(entity, history, state, notes) : List.of();
    for (int i = 0; i < sorted.size(); i++) {
      SubjectRecord record = sorted.get(i);
      history.say(List.of(Interval.from(record.recordedAt())), RecordFacts.of(record));
      if (EntityState.isFedBy(record.record().body())) {
        state = state.after(record);
        last = record;
      }
      boolean isLastOfMoment =
          i == sorted.size() - 1 || !sorted.get(i + 1).recordedAt().equals(record.recordedAt());
      if (last != null && isLastOfMoment) {
        history.say(record.recordedAt(), state.facts(entity.subject()));
      }
    }
    return Optional.of(
        FactDifference.between(before, told(entity, history, state, EntityNotes.of(state, last))));
  }

  private static List<Fact> told(
      Entity entity, FactHistory history, EntityState state, EntityNotes notes) {
    List<Fact> facts = new ArrayList<>(history.facts());
    PropertyMap properties =
        state.facts(entity.subject()).stream()
            .filter(fact -> fact instanceof Fact.Node node && node.kind() == entity.kind())
            .findFirst()
            .map(fact -> PropertyMap.of(((Fact.Node) fact).properties()))
            .orElseGet(entity::reference)
            .with(Properties.ID, entity.urn())
            .with(Properties.SINCE, history.since(entity.urn()));
    notes.put(properties);
    facts.add(new Fact.Node(entity.kind(), entity.urn(), properties.toMap()));
    return facts;
  }

  private static List<SubjectRecord> countingAt(Instant moment, List<BelievedRecord> records) {
    return records.stream()
        .filter(it -> it.countsAt(moment))
        .map(BelievedRecord::record)
        .sorted()
        .toList();
  }

  private static boolean isRegular(Collection<BelievedRecord> records) {
    return records.stream().allMatch(BelievedRecord::isPlain)
        && areDistinct(records.stream().map(BelievedRecord::record).toList());
  }

  private static boolean areDistinct(List<SubjectRecord> records) {
    Set<RecordId> seen = new HashSet<>();
    return records.stream().allMatch(record -> seen.add(record.recordId()));
  }

  /// Whether all of them that feed the state come later than the last one that fed it.
  private static boolean isFollowing(@Nullable SubjectRecord last, List<SubjectRecord> sorted) {
    return last == null
        || sorted.stream()
            .filter(record -> EntityState.isFedBy(record.record().body()))
            .allMatch(record -> record.recordedAt().isAfter(last.recordedAt()));
  }
}
