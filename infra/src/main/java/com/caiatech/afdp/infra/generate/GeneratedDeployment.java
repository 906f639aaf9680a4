package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.generate.model.Event.Requested;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.TrafficShare;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the records of a deployment have to know of each other, and what later deployments of its
/// service in its environment have to know of them.
final class GeneratedDeployment {
  private final Requested asked;
  private final DeploymentId id;
  private final Scope scope;
  private final SortedMap<SourceRole, CommitId> commits = new TreeMap<>();
  private final SortedMap<SourceRole, Integer> positions = new TreeMap<>();
  private final List<RecordRef> records = new ArrayList<>();
  private final List<RecordRef> preChecks = new ArrayList<>();
  private final List<RecordRef> postChecks = new ArrayList<>();
  private final List<RecordRef> approvals = new ArrayList<>();
  private @Nullable GeneratedDeployment previous;
  private @Nullable DeploymentManifestOpened manifest;
  private @Nullable RecordRef opened;
  private @Nullable RecordRef closed;
  private @Nullable Instant servedAt;
  private int weight;
  private boolean restored;

  GeneratedDeployment(Requested asked, DeploymentId id, Scope scope) {
    this.asked = asked;
    this.id = id;
    this.scope = scope;
  }

  Requested asked() {
    return asked;
  }

  DeploymentId id() {
    return id;
  }

  Header header(RecordKind kind, String logicalStep, Instant at) {
    return new Header(kind, id.subject(), logicalStep, scope, at);
  }

  Scope scope() {
    return scope;
  }

  SortedMap<SourceRole, CommitId> commits() {
    return commits;
  }

  SortedMap<SourceRole, Integer> positions() {
    return positions;
  }

  /// The plan stands.
  void plans(DeploymentManifestOpened made, @Nullable GeneratedDeployment serving) {
    manifest = made;
    previous = serving;
  }

  DeploymentManifestOpened manifest() {
    return Objects.requireNonNull(manifest, "a manifest that was made");
  }

  Plan plan() {
    return manifest().plan();
  }

  /// The number of the plan's step of that type, from 1.
  int number(Class<? extends PlanStep> type) {
    List<PlanStep> steps = plan().steps();
    for (int i = 0; i < steps.size(); i++) {
      if (type.isInstance(steps.get(i))) {
        return i + 1;
      }
    }
    throw new IllegalStateException("expected a step " + type + ", found " + steps);
  }

  void wroteRequest(RecordRef ref) {
    records.add(ref);
  }

  RecordRef request() {
    return records.getFirst();
  }

  void wroteOpened(RecordRef ref) {
    records.add(ref);
    opened = ref;
  }

  RecordRef opened() {
    return Objects.requireNonNull(opened, "an opened manifest that stands");
  }

  void wroteCheck(RecordRef ref, boolean before) {
    records.add(ref);
    (before ? preChecks : postChecks).add(ref);
  }

  void wroteApproval(RecordRef ref) {
    records.add(ref);
    approvals.add(ref);
  }

  void wrote(RecordRef ref) {
    records.add(ref);
  }

  void wroteClosed(RecordRef ref) {
    closed = ref;
  }

  RecordRef closed() {
    return Objects.requireNonNull(closed, "a closed manifest that stands");
  }

  List<RecordRef> records() {
    return List.copyOf(records);
  }

  List<RecordRef> preChecks() {
    return preChecks;
  }

  List<RecordRef> postChecks() {
    return postChecks;
  }

  /// What is relied on before the first traffic.
  List<RecordRef> reliedOn() {
    List<RecordRef> because = new ArrayList<>(preChecks);
    because.addAll(approvals);
    return because;
  }

  /// Its part of the traffic has changed.
  void takes(int percent, Instant at) {
    weight = percent;
    if (percent == 100 && servedAt == null) {
      servedAt = at;
    }
  }

  /// It is gone back from.
  void restores() {
    weight = 0;
    restored = true;
  }

  boolean wasRestored() {
    return restored;
  }

  /// The whole traffic as it is now.
  List<TrafficShare> traffic() {
    if (weight > 0) {
      return List.of(new TrafficShare(id, weight));
    }
    GeneratedDeployment before = previous;
    return before == null ? List.of() : List.of(new TrafficShare(before.id, 100));
  }

  @Nullable DeploymentId previousId() {
    GeneratedDeployment before = previous;
    return before == null ? null : before.id;
  }

  /// From the request until all traffic went to it.
  @Nullable Long servedAfterMillis() {
    Instant served = servedAt;
    return served == null ? null : served.toEpochMilli() - asked.at().toEpochMilli();
  }

  /// What a later deployment says of it.
  PreviousDeployment asPrevious() {
    return new PreviousDeployment(id, opened(), Map.copyOf(commits));
  }

  /// Forgets what no later deployment asks for.
  void forget() {
    records.clear();
    preChecks.clear();
    postChecks.clear();
    approvals.clear();
    previous = null;
    manifest = null;
  }
}
