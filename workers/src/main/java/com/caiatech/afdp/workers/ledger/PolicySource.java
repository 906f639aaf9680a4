package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.PolicyVolume;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.time.Duration;
import java.util.function.Supplier;

/// The trust policies as their volume holds them; from a Git host they are fetched at most every
/// ten seconds.
final class PolicySource implements Supplier<PolicyHistory> {
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

  private final VolumeStore store;
  private final PolicyVolume volume;
  private long fetchedAt;
  private boolean fetched;

  PolicySource(VolumeStore store, Sha256 pinned) {
    this.store = store;
    this.volume =
        new PolicyVolume(
            new VolumeReader(
                store.repository(), Series.TRUST_POLICY, Series.TRUST_POLICY.firstVolume()),
            pinned);
  }

  @Override
  public synchronized PolicyHistory get() {
    if (store instanceof GitHost && isDue()) {
      store.tip();
      fetchedAt = System.nanoTime();
      fetched = true;
    }
    return volume.history();
  }

  private boolean isDue() {
    return !fetched || System.nanoTime() - fetchedAt > BETWEEN_FETCHES.toNanos();
  }
}
