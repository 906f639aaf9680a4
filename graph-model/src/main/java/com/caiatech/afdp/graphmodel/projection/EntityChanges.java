package com.caiatech.afdp.graphmodel.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.neo4j.driver.TransactionContext;

/// Entries that come into the graph or are judged anew in one transaction, and what has to be
/// written for them. To be asked before the entries themselves are written.
///
/// An entity whose records count since they were recorded is extended by further ones; all records
/// of any other are read, and the graph is moved from what they said to what they say.
final class EntityChanges {
  private final EntityReader reader;
  private final SortedMap<Entity, List<BelievedRecord>> added = new TreeMap<>();
  private final Set<Entity> judgedAnew = new TreeSet<>();
  private final Set<SubjectRecord> removed = new HashSet<>();
  private final Set<Entity> whole = new TreeSet<>();
  private final Set<Contest> contestedBefore = new HashSet<>();
  private final Set<Contest> contested = new HashSet<>();

  EntityChanges(TransactionContext transaction, KnownRecords known) {
    this.reader = new EntityReader(transaction, known);
  }

  /// Takes a record that comes into the graph.
  void add(BelievedRecord record) {
    Entity.of(record.record())
        .ifPresent(entity -> added.computeIfAbsent(entity, _ -> new ArrayList<>()).add(record));
  }

  /// Takes an entry that is in the graph and is judged anew.
  void replace(ProjectedEntry entry) {
    ProjectedEntry.Content content = entry.content();
    if (content != null) {
      SubjectRecord record = entry.subjectRecord(content);
      removed.add(record);
      Entity.of(record).ifPresent(judgedAnew::add);
      entry.believedRecord().ifPresent(this::add);
    }
  }

  /// What has to be written.
  FactDifference difference() {
    List<FactDifference> differences = new ArrayList<>();
    whole.addAll(judgedAnew);
    List<Entity> candidates =
        added.keySet().stream().filter(it -> !judgedAnew.contains(it)).toList();
    if (!candidates.isEmpty()) {
      Set<String> taken = reader.taken(recordIds(candidates));
      reader
          .notes(candidates, this::isFed)
          .forEach(
              (entity, notes) ->
                  extended(entity, notes, taken)
                      .ifPresentOrElse(differences::add, () -> whole.add(entity)));
    }
    if (!whole.isEmpty()) {
      reader
          .whole(List.copyOf(whole))
          .forEach((entity, records) -> differences.add(moved(entity, records)));
    }
    return FactDifference.of(differences);
  }

  /// The entities of which all records had to be read for {@link #difference}.
  Set<Entity> whole() {
    return whole;
  }

  /// What was contested of the entities of which that is different now.
  Set<Contest> contestedBefore() {
    return contestedBefore;
  }

  /// What is contested of the same.
  Set<Contest> contested() {
    return contested;
  }

  /// Whether what was added has a part in the entity's state.
  private boolean isFed(Entity entity) {
    return added.getOrDefault(entity, List.of()).stream()
        .anyMatch(it -> EntityState.isFedBy(it.record().record().body()));
  }

  private Optional<FactDifference> extended(Entity entity, EntityNotes notes, Set<String> taken) {
    Collection<BelievedRecord> records = added.getOrDefault(entity, List.of());
    boolean regular =
        records.stream()
            .allMatch(it -> it.isPlain() && !taken.contains(it.record().recordId().value()));
    return regular
        ? EntityTimeline.extended(
            entity, notes, records.stream().map(BelievedRecord::record).toList())
        : Optional.empty();
  }

  private FactDifference moved(Entity entity, Map<SubjectRecord, BelievedRecord> before) {
    Map<SubjectRecord, BelievedRecord> after = new TreeMap<>(SubjectRecord.PLACE);
    after.putAll(before);
    removed.forEach(after::remove);
    added.getOrDefault(entity, List.of()).forEach(it -> after.put(it.record(), it));
    Set<Contest> was = Contest.among(before.values());
    Set<Contest> is = Contest.among(after.values());
    if (!was.equals(is)) {
      contestedBefore.addAll(was);
      contested.addAll(is);
    }
    return FactDifference.between(
        EntityTimeline.of(entity, before.values()), EntityTimeline.of(entity, after.values()));
  }

  private List<String> recordIds(Collection<Entity> entities) {
    return entities.stream()
        .flatMap(entity -> added.getOrDefault(entity, List.of()).stream())
        .map(it -> it.record().recordId().value())
        .distinct()
        .toList();
  }
}
