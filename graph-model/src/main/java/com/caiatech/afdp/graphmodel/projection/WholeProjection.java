package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.bulk.GraphSink;
import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.NamedRecords;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tells the nodes and relationships that {@link GraphWriter} and the resolution of ranges leave of
/// ledgers in which every entry counts since it was recorded and every deployment is sound. It
/// reads nothing back: what a deployment says is told once, when all its records are there.
///
/// Memory: the records of what is not closed, and of each service in each environment the manifests
/// of its last {@value #NAMED_LATER} deployments, which later ones may name. Not thread-safe.
public final class WholeProjection {
  private static final int NAMED_LATER = 30;

  private static final Set<String> ALWAYS_THERE = Set.of(Labels.RECORD, Labels.VERSION);

  private final GraphSink sink;
  private final PolicyHistory policies;
  private final Ranges ranges;
  private final Map<Entity, List<BelievedRecord>> records = new HashMap<>();
  private final Set<Entity> closed = new TreeSet<>();
  private final Map<Scope, Map<DeploymentId, List<BelievedRecord>>> named = new HashMap<>();

  /// @param policies those by which the entries count
  public WholeProjection(GraphSink sink, PolicyHistory policies, Ranges ranges) {
    this.sink = sink;
    this.policies = policies;
    this.ranges = ranges;
  }

  /// Tells what a deployment shipped and withdrew.
  public interface Ranges {
    /// What a deployment shipped and withdrew.
    ///
    /// @param deployed says what was deployed, and what before
    Range of(Fact.Edge deployed);
  }

  /// What was shipped and withdrawn, each by the id of a commit's node.
  public record Range(RangeState state, List<Shipped> shipped, List<Shipped> withdrew) {
    public Range {
      shipped = List.copyOf(shipped);
      withdrew = List.copyOf(withdrew);
    }
  }

  /// A commit that was shipped or withdrawn.
  ///
  /// @param inScope whether it changes something that concerns the service
  public record Shipped(String commit, boolean inScope) {}

  /// Takes entries that follow those of their volume; what they close is told by {@link #settle}.
  ///
  /// @throws IllegalArgumentException when one does not count
  public void add(List<ProjectedEntry> entries) {
    for (ProjectedEntry entry : entries) {
      BelievedRecord record = entry.believedRecord().orElse(null);
      if (record == null || !record.isPlain() || !entry.violations().isEmpty()) {
        throw new IllegalArgumentException(
            "WholeProjection: expected entries that count, found " + entry.path());
      }
      putRecord(entry);
      Entity.of(record.record())
          .ifPresent(
              entity -> {
                records.computeIfAbsent(entity, _ -> new ArrayList<>()).add(record);
                if (body(record) instanceof DeploymentManifestClosed) {
                  closed.add(entity);
                }
              });
    }
  }

  /// Tells the deployments that were closed by what was added.
  public void settle() {
    closed.forEach(this::tell);
    closed.clear();
  }

  /// Tells the rest.
  ///
  /// @param volumes how far each is projected
  public void finish(Collection<VolumeState> volumes) {
    settle();
    new TreeSet<>(records.keySet()).forEach(this::tell);
    volumes.forEach(state -> sink.node(Labels.LEDGER, GraphWriter.ledger(state, policies)));
  }

  private void putRecord(ProjectedEntry entry) {
    sink.node(Labels.RECORD, entry.properties().toMap());
    sink.relationship(Relationships.IN_LEDGER, entry.urn(), Urns.ledger(entry.volume()), Map.of());
    entry
        .key()
        .ifPresent(
            key -> {
              sink.reference(Labels.SIGNING_KEY, key.properties());
              sink.relationship(Relationships.SIGNED_BY, entry.urn(), key.urn(), Map.of());
            });
  }

  private void tell(Entity entity) {
    List<BelievedRecord> of = records.getOrDefault(entity, List.of());
    records.remove(entity);
    for (Fact fact : FactDifference.between(List.of(), EntityTimeline.of(entity, of)).upserts()) {
      switch (fact) {
        case Fact.Node node -> sink.node(node.kind().label(), node.properties());
        case Fact.Edge edge -> tell(edge);
      }
    }
    if (entity.kind() == NodeKind.DEPLOYMENT) {
      tellSoundness(entity, of);
      remember(entity, of);
    }
  }

  private void tell(Fact.Edge edge) {
    if (!ALWAYS_THERE.contains(edge.kind().to())) {
      sink.reference(edge.kind().to(), edge.target());
    }
    SortedMap<String, Object> properties = new TreeMap<>(edge.properties());
    if (edge.kind().saysWhatWasDeployed()) {
      Range range = ranges.of(edge);
      properties.put(Properties.RANGE_STATE, range.state().name());
      range.shipped().forEach(it -> tell(edge, Relationships.SHIPPED, it));
      range.withdrew().forEach(it -> tell(edge, Relationships.WITHDREW, it));
    }
    sink.relationship(edge.kind().type(edge.ended()), edge.from(), edge.to(), properties);
  }

  private void tell(Fact.Edge deployed, String type, Shipped shipped) {
    SortedMap<String, Object> properties = new TreeMap<>(deployed.properties());
    properties
        .keySet()
        .retainAll(
            Set.of(Properties.ROLE, Properties.SINCE, Properties.UNTIL, Properties.EVIDENCE));
    properties.put(Properties.IN_SCOPE, shipped.inScope());
    sink.relationship(
        deployed.ended() ? Relationships.was(type) : type,
        deployed.from(),
        shipped.commit(),
        properties);
  }

  private void tellSoundness(Entity entity, List<BelievedRecord> of) {
    SoundnessBasis basis = basis(of);
    SoundnessTimeline.Told told = SoundnessTimeline.of(entity.subject(), of, basis, policies);
    if (!told.findings().isEmpty()
        || !told.awaited().isEmpty()
        || told.verdicts().stream().anyMatch(it -> it.records() != SubjectVerdict.Records.SOUND)) {
      throw new IllegalArgumentException(
          "WholeProjection: expected sound deployments, found "
              + entity.subject()
              + " with "
              + told);
    }
    for (SoundnessTimeline.Verdict verdict : told.verdicts()) {
      Map<String, Object> properties = SoundnessWriter.properties(verdict);
      sink.relationship(
          properties.containsKey(Properties.UNTIL)
              ? Relationships.was(Relationships.JUDGED)
              : Relationships.JUDGED,
          entity.urn(),
          Urns.record(verdict.by().volume(), verdict.by().index()),
          properties);
    }
  }

  /// The records of the deployment, and of those of its service in its environment that these name.
  private SoundnessBasis basis(List<BelievedRecord> of) {
    SoundnessBasis basis = new SoundnessBasis();
    basis.add(of);
    Set<DeploymentId> deployments = new TreeSet<>();
    List<RecordRef> refs = new ArrayList<>();
    for (BelievedRecord record : of) {
      deployments.addAll(NamedRecords.deployments(body(record)));
      refs.addAll(NamedRecords.of(body(record)));
    }
    Set<SoundnessBasis.Spot> missing = basis.missing(refs);
    named
        .getOrDefault(scope(of), Map.of())
        .forEach(
            (deployment, manifests) -> {
              if (deployments.contains(deployment)
                  || manifests.stream().anyMatch(it -> missing.contains(spot(it)))) {
                basis.add(manifests);
              }
            });
    return basis;
  }

  private static SoundnessBasis.Spot spot(BelievedRecord of) {
    return new SoundnessBasis.Spot(of.record().volume(), of.record().index());
  }

  private static Scope scope(List<BelievedRecord> of) {
    return of.getFirst().record().record().header().scope();
  }

  private void remember(Entity entity, List<BelievedRecord> of) {
    List<BelievedRecord> manifests =
        of.stream()
            .filter(
                it ->
                    body(it) instanceof DeploymentManifestOpened
                        || body(it) instanceof DeploymentManifestClosed)
            .toList();
    named
        .computeIfAbsent(
            scope(of),
            _ ->
                new LinkedHashMap<>() {
                  private static final long serialVersionUID = 1L;

                  @Override
                  protected boolean removeEldestEntry(
                      Map.Entry<DeploymentId, List<BelievedRecord>> eldest) {
                    return size() > NAMED_LATER;
                  }
                })
        .put(new DeploymentId(entity.subject().uuid()), manifests);
  }

  private static RecordBody body(BelievedRecord of) {
    return of.record().record().body();
  }
}
