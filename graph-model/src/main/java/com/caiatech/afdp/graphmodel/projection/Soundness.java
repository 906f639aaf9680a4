package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.soundness.NamedRecords;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.neo4j.driver.TransactionContext;

/// Judges whether the records of deployments hold together, in the transaction that changed what
/// that follows from, when all else in it is written.
///
/// A deployment is judged when a record of it comes that names others, when its first traffic
/// comes, when an entry that it waits for is there, when another opens its sequence, and when
/// records of it are judged otherwise: not at each check, approval and step. Whatever it was judged
/// before, the graph then holds the whole of what is told of it ({@link SoundnessTimeline}).
final class Soundness {
  private final TransactionContext transaction;
  private final PolicyHistory policies;
  private final KnownRecords known;
  private final SoundnessReader reader;
  private final Set<Entity> judged = new TreeSet<>();
  private final Map<Entity, List<SubjectRecord>> plain = new HashMap<>();
  private final Set<SoundnessBasis.Sequence> sequences = new HashSet<>();
  private final Set<Entity> opened = new TreeSet<>();

  Soundness(TransactionContext transaction, PolicyHistory policies, KnownRecords known) {
    this.transaction = transaction;
    this.policies = policies;
    this.known = known;
    this.reader = new SoundnessReader(transaction, known);
  }

  /// Takes an entry that came in.
  ///
  /// @param whole the entities of which all records had to be looked at
  void added(ProjectedEntry entry, Set<Entity> whole) {
    ProjectedEntry.Content content = entry.content();
    if (content == null) {
      return;
    }
    SubjectRecord record = entry.subjectRecord(content);
    if (entry.believedRecord().isEmpty()) {
      return;
    }
    takeOpened(record);
    Entity.of(record)
        .filter(entity -> entity.kind() == NodeKind.DEPLOYMENT)
        .ifPresent(
            entity -> {
              if (whole.contains(entity) || namesOthers(record.record().body())) {
                judged.add(entity);
              } else {
                plain.computeIfAbsent(entity, _ -> new ArrayList<>()).add(record);
              }
            });
  }

  /// Takes an entry below the watermark whose deployment is to be judged, because it is judged
  /// otherwise than it stood, or those who approve are asked for something else.
  void replaced(ProjectedEntry entry) {
    ProjectedEntry.Content content = entry.content();
    if (content != null) {
      SubjectRecord record = entry.subjectRecord(content);
      takeOpened(record);
      Entity.of(record)
          .filter(entity -> entity.kind() == NodeKind.DEPLOYMENT)
          .ifPresent(judged::add);
    }
  }

  /// Judges, where entries of the volume from one index until another came in.
  ///
  /// @return how many things came to be found that were not
  int judge(VolumeName volume, long from, long until) {
    addTraffic();
    judged.addAll(reader.opening(sequences));
    judged.addAll(reader.naming(opened));
    if (from < until) {
      judged.addAll(reader.waiting(volume, from, until));
    }
    if (judged.isEmpty()) {
      return 0;
    }
    GraphWriter.lock(transaction, GraphWriter.locks(judged.stream().map(Entity::subject).toList()));
    EntityReader records = new EntityReader(transaction, known);
    Map<Entity, Map<SubjectRecord, BelievedRecord>> own = records.whole(List.copyOf(judged));
    SoundnessBasis basis = basis(own, records);
    SortedMap<Entity, SoundnessTimeline.Told> told = new TreeMap<>();
    own.forEach(
        (entity, it) ->
            told.put(entity, SoundnessTimeline.of(entity.subject(), it.values(), basis, policies)));
    return new SoundnessWriter(transaction).write(told);
  }

  /// Takes what other deployments are judged by: who else opens the sequence, and who goes back to
  /// the deployment, repeats or undoes it.
  private void takeOpened(SubjectRecord record) {
    SoundnessBasis.Sequence.of(record.record())
        .ifPresent(
            sequence -> {
              sequences.add(sequence);
              Entity.of(record).ifPresent(opened::add);
            });
  }

  /// Whether every verdict looks at what the record names.
  private static boolean namesOthers(RecordBody body) {
    return DeploymentState.isFedBy(body) || (body instanceof DeploymentStep step && step.saysGo());
  }

  /// Adds the deployments of those records that name no others and change a verdict all the same.
  private void addTraffic() {
    plain.keySet().removeAll(judged);
    if (!plain.isEmpty()) {
      Map<Entity, SoundnessReader.Leave> leaves = reader.leaves(plain.keySet());
      plain.forEach(
          (entity, records) -> {
            SoundnessReader.Leave leave = leaves.getOrDefault(entity, SoundnessReader.Leave.NONE);
            if (records.stream().anyMatch(record -> changesVerdict(record, leave))) {
              judged.add(entity);
            }
          });
    }
  }

  private static boolean changesVerdict(SubjectRecord record, SoundnessReader.Leave leave) {
    Instant closed = leave.closed();
    Instant go = leave.go();
    return (closed != null && record.recordedAt().isBefore(closed))
        || (record.record().body() instanceof DeploymentStep step
            && step.gives(record.record().header().subject())
            && (go == null || !go.isBefore(record.recordedAt())));
  }

  /// What the verdicts rest on; whoever adds to a volume for which one waits comes later.
  private SoundnessBasis basis(
      Map<Entity, Map<SubjectRecord, BelievedRecord>> own, EntityReader records) {
    SoundnessBasis basis = new SoundnessBasis();
    List<RecordRef> named = new ArrayList<>();
    for (Map<SubjectRecord, BelievedRecord> of : own.values()) {
      basis.add(of.values());
      of.keySet().forEach(it -> named.addAll(NamedRecords.of(it.record().body())));
    }
    Set<SoundnessBasis.Sequence> others = new HashSet<>(basis.sequences());
    others.removeAll(sequences);
    Set<Entity> foreign = new TreeSet<>(reader.opening(others));
    foreign.addAll(named(own));
    foreign.removeAll(own.keySet());
    if (!foreign.isEmpty()) {
      records.whole(List.copyOf(foreign)).values().forEach(of -> basis.add(of.values()));
    }
    reader.entries(basis.missing(named)).forEach(basis::add);
    Collection<SoundnessBasis.Spot> missing = basis.missing(named);
    if (!missing.isEmpty()) {
      GraphWriter.lock(
          transaction,
          missing.stream().map(it -> Urns.volumeLock(it.volume())).distinct().sorted().toList());
      reader.entries(missing).forEach(basis::add);
    }
    return basis;
  }

  private static Set<Entity> named(Map<Entity, Map<SubjectRecord, BelievedRecord>> own) {
    return own.values().stream()
        .flatMap(of -> of.keySet().stream())
        .flatMap(it -> NamedRecords.deployments(it.record().body()).stream())
        .map(named -> new Entity(NodeKind.DEPLOYMENT, named.subject()))
        .collect(Collectors.toSet());
  }
}
