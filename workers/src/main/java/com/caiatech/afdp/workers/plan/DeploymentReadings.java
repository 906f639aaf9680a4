package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RecordRef;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the ledger holds about deployments, as far as it counts. Thread-safe.
public final class DeploymentReadings {
  private final LedgerReadings ledger;
  private final Map<DeploymentId, Long> sequences = new HashMap<>();

  public DeploymentReadings(LedgerReadings ledger) {
    this.ledger = ledger;
  }

  /// A record with the place where it stands.
  ///
  /// @param <B> the type of its body
  public record Standing<B extends RecordBody>(RecordRef ref, Header header, B body) {}

  /// The request that a deployment began with.
  public Optional<Standing<DeploymentRequest>> request(DeploymentId deployment) {
    return standing(deployment, "request", DeploymentRequest.class);
  }

  /// A deployment's opened manifest.
  public Optional<Standing<DeploymentManifestOpened>> opened(DeploymentId deployment) {
    return standing(deployment, "opened", DeploymentManifestOpened.class);
  }

  /// A deployment's closed manifest.
  public Optional<Standing<DeploymentManifestClosed>> closed(DeploymentId deployment) {
    return standing(deployment, "closed", DeploymentManifestClosed.class);
  }

  /// The highest sequence of a service in an environment; 0 before the first. What has ended is
  /// read once.
  public synchronized long lastSequence(Scope scope) {
    LedgerReadings once = ledger.forOneDecision();
    DeploymentReadings now = new DeploymentReadings(once);
    long last = 0;
    for (DeploymentId deployment : once.deployments(scope)) {
      last = Math.max(last, sequence(deployment, now));
    }
    return last;
  }

  private long sequence(DeploymentId deployment, DeploymentReadings now) {
    Long known = sequences.get(deployment);
    if (known != null) {
      return known;
    }
    Optional<Long> opened = now.opened(deployment).map(it -> it.body().sequence());
    if (opened.isPresent() || now.closed(deployment).isPresent()) {
      sequences.put(deployment, opened.orElse(0L));
    }
    return opened.orElse(0L);
  }

  private <B extends RecordBody> Optional<Standing<B>> standing(
      DeploymentId deployment, String logicalStep, Class<B> type) {
    for (LedgerReadings.ReadEntry entry :
        ledger.about(Series.DEPLOYMENT_MANIFESTS, deployment.subject())) {
      Optional<LedgerRecord> record =
          entry.trusted().filter(it -> it.header().logicalStep().equals(logicalStep));
      if (record.isPresent() && type.isInstance(record.get().body())) {
        return Optional.of(
            new Standing<>(entry.ref(), record.get().header(), type.cast(record.get().body())));
      }
    }
    return Optional.empty();
  }
}
