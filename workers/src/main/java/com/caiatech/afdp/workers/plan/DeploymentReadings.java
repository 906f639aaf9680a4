package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.ledger.ReadEntry;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the ledger holds about deployments, as far as it counts. Thread-safe.
public final class DeploymentReadings {
  /// What stands about a deployment of which nothing has happened yet.
  private static final Set<String> OPENING = Set.of(LogicalStep.REQUEST, LogicalStep.OPENED);

  private final LedgerReadings ledger;
  private final Map<DeploymentId, Optional<Sequenced>> sequences = new HashMap<>();
  private @Nullable Sha256 sequencedBy;

  public DeploymentReadings(LedgerReadings ledger) {
    this.ledger = ledger;
  }

  /// A record with the place where it stands.
  ///
  /// @param <B> the type of its body
  public record Standing<B extends RecordBody>(RecordRef ref, LedgerRecord record, B body) {
    /// What the record says of itself.
    public Header header() {
      return record.header();
    }
  }

  /// The first of standing records with a body of the type.
  static <B extends RecordBody> Optional<Standing<B>> first(
      List<StandingRecord> records, Class<B> type) {
    return records.stream()
        .filter(it -> type.isInstance(it.record().body()))
        .findFirst()
        .map(it -> new Standing<>(it.ref(), it.record(), type.cast(it.record().body())));
  }

  /// The request that a deployment began with.
  public Optional<Standing<DeploymentRequest>> request(DeploymentId deployment) {
    return standing(deployment, LogicalStep.REQUEST, DeploymentRequest.class);
  }

  /// A deployment's opened manifest.
  public Optional<Standing<DeploymentManifestOpened>> opened(DeploymentId deployment) {
    return standing(deployment, LogicalStep.OPENED, DeploymentManifestOpened.class);
  }

  /// Whether more counts about a deployment than that it was asked for and opened: a check, a
  /// decision, a request to abort it, or leave to go.
  public boolean isUnderWay(DeploymentId deployment) {
    return ledger.trustedAbout(deployment.subject()).stream()
        .map(record -> record.header().logicalStep())
        .anyMatch(step -> !OPENING.contains(step));
  }

  /// Everything that counts about a deployment.
  List<StandingRecord> standing(DeploymentId deployment) {
    return ledger.standingAbout(deployment.subject());
  }

  /// A deployment's closed manifest.
  public Optional<Standing<DeploymentManifestClosed>> closed(DeploymentId deployment) {
    return standing(deployment, LogicalStep.CLOSED, DeploymentManifestClosed.class);
  }

  /// Where a record of the manifests' series would stand that is written next.
  RecordRef next(RecordToWrite record) {
    VolumePosition end = ledger.end(record.series());
    return new RecordRef(end.volume(), end.size(), record.path(), record.sha256());
  }

  /// An opened manifest in the order of its scope.
  public record Sequenced(DeploymentId deployment, long sequence, RecordRef opened) {}

  /// The opened manifest with the highest sequence of a service in an environment; none before the
  /// first. What has ended is read once.
  public synchronized Optional<Sequenced> lastOpened(Scope scope) {
    LedgerReadings once = ledger.forOneDecision();
    return sequenced(once, scope).max(Comparator.comparingLong(Sequenced::sequence));
  }

  /// The deployment with the highest sequence of a service in an environment that succeeded.
  public synchronized Optional<DeploymentId> lastSucceeded(Scope scope) {
    LedgerReadings once = ledger.forOneDecision();
    DeploymentReadings now = new DeploymentReadings(once);
    return sequenced(once, scope)
        .sorted(Comparator.comparingLong(Sequenced::sequence).reversed())
        .map(Sequenced::deployment)
        .filter(
            deployment ->
                now.closed(deployment)
                    .filter(it -> it.body().status() == DeploymentStatus.SUCCEEDED)
                    .isPresent())
        .findFirst();
  }

  /// How many people the trust policy asks for, to approve a plan whose manifest is opened next.
  int approvals(DeploymentType type, Scope scope) {
    return ledger.forOneDecision().approvalRules(type, scope).stream()
        .mapToInt(ApprovalRule::minimum)
        .max()
        .orElse(0);
  }

  /// The first opened manifest of the sequence of a service in an environment.
  ///
  /// @param once the ledgers as they are for one decision
  synchronized Optional<RecordRef> firstOpened(LedgerReadings once, Scope scope, long sequence) {
    return sequenced(once, scope)
        .filter(opened -> opened.sequence() == sequence)
        .map(Sequenced::opened)
        .min(Comparator.comparingLong(RecordRef::index));
  }

  /// What was read before counts as long as the trust policy stays what it was.
  private Stream<Sequenced> sequenced(LedgerReadings once, Scope scope) {
    Sha256 policy = once.policy().digest();
    if (!policy.equals(sequencedBy)) {
      sequences.clear();
      sequencedBy = policy;
    }
    DeploymentReadings now = new DeploymentReadings(once);
    return once.deployments(scope).stream()
        .flatMap(deployment -> sequenced(deployment, now).stream());
  }

  private Optional<Sequenced> sequenced(DeploymentId deployment, DeploymentReadings now) {
    Optional<Sequenced> known = sequences.get(deployment);
    if (known != null) {
      return known;
    }
    Optional<Sequenced> opened =
        now.opened(deployment).map(it -> new Sequenced(deployment, it.body().sequence(), it.ref()));
    if (opened.isPresent() || now.closed(deployment).isPresent()) {
      sequences.put(deployment, opened);
    }
    return opened;
  }

  private <B extends RecordBody> Optional<Standing<B>> standing(
      DeploymentId deployment, String logicalStep, Class<B> type) {
    for (ReadEntry entry : ledger.about(Series.DEPLOYMENT_MANIFESTS, deployment.subject())) {
      Optional<LedgerRecord> record =
          entry.trusted().filter(it -> it.header().logicalStep().equals(logicalStep));
      if (record.isPresent() && type.isInstance(record.get().body())) {
        return Optional.of(
            new Standing<>(entry.ref(), record.get(), type.cast(record.get().body())));
      }
    }
    return Optional.empty();
  }
}
