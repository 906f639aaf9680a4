package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.PolicyVolumes;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The trust policies as their volumes hold them. From a Git host they are fetched, and compared
/// with what observers accepted, when those at hand are ten seconds old, for a decision, and before
/// anything is found wanting: so a grant counts at once, and a revocation for the next decision and
/// within ten seconds for the rest.
///
/// For what is read as it was {@linkplain LastSeen last seen} their host is asked only where none
/// are at hand.
///
/// A volume that another one follows is not fetched again, and its host may be lost: where it ends
/// is pinned by what the roots signed.
final class PolicySource implements Supplier<PolicyHistory> {
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(PolicySource.class);

  private final List<PolicyStore> stores;
  private final PolicyVolumes volumes;
  private Map<VolumeName, String> told = Map.of();
  private long fetchedAt;
  private boolean fetched;

  /// @param stores the configured volumes, from the first
  /// @param evidence the folder of the evidence store
  PolicySource(SortedMap<VolumeName, VolumeStore> stores, Sha256 pinned, Path evidence) {
    this.stores =
        stores.entrySet().stream()
            .map(it -> new PolicyStore(it.getKey(), it.getValue(), evidence))
            .toList();
    this.volumes =
        new PolicyVolumes(this.stores.stream().map(PolicyStore::reader).toList(), pinned);
  }

  @Override
  public synchronized PolicyHistory get() {
    if (LastSeen.applies() ? history().current().isEmpty() : isDue()) {
      long asked = System.nanoTime();
      fetch();
      fetchedAt = asked;
      fetched = true;
    }
    return history();
  }

  /// The policies once a commit stands as the first one of their next volume, or why it would not
  /// count.
  PolicyHistory.Acceptance opening(LedgerCommit first) {
    return sayingWhatIsNewer(() -> volumes.opening(first));
  }

  /// Judges something by the policies, and once more where they are out of date and find fault.
  ///
  /// @param since a moment of {@link System#nanoTime}, after the thing to judge was there
  <T> T judge(long since, Function<PolicyHistory, T> judgement, Predicate<T> faultless) {
    PolicyHistory atHand = get();
    T found = sayingWhatIsNewer(() -> judgement.apply(atHand));
    if (faultless.test(found)) {
      return found;
    }
    PolicyHistory latest = fetchedSince(since);
    return latest.equals(atHand) ? found : sayingWhatIsNewer(() -> judgement.apply(latest));
  }

  private static <T> T sayingWhatIsNewer(Supplier<T> work) {
    try {
      return work.get();
    } catch (SchemasException.NewerThanSoftware newer) {
      throw new WorkersException.LedgerStopped(String.valueOf(newer.getMessage()), newer);
    }
  }

  /// The policies as they were at the moment or later.
  ///
  /// @param moment of {@link System#nanoTime}
  synchronized PolicyHistory fetchedSince(long moment) {
    if (fetchedAt - moment < 0) {
      fetched = false;
    }
    return get();
  }

  private void fetch() {
    Map<VolumeName, WorkersException> faults = new LinkedHashMap<>();
    for (PolicyStore store : stores) {
      if (!isFollowed(store.name())) {
        try {
          store.fetch();
        } catch (WorkersException.LedgerStopped | WorkersException.LedgerUnavailable fault) {
          faults.put(store.name(), fault);
        }
      }
    }
    faults.forEach(
        (name, fault) -> {
          if (!isFollowed(name)) {
            throw fault;
          }
          LOG.warn("{} is read up to its end: {}", name, fault.getMessage());
        });
    tellRefused();
  }

  private boolean isFollowed(VolumeName volume) {
    return !volume.equals(stores.getLast().name())
        && history().currentOrNobody().chains().successor(volume).isPresent();
  }

  private void tellRefused() {
    Map<VolumeName, String> refused = volumes.refused();
    if (!refused.equals(told)) {
      refused.forEach((name, reason) -> LOG.error("{} does not count: {}", name, reason));
      told = refused;
    }
  }

  private PolicyHistory history() {
    return sayingWhatIsNewer(volumes::history);
  }

  private boolean isDue() {
    return !fetched || System.nanoTime() - fetchedAt > BETWEEN_FETCHES.toNanos();
  }
}
