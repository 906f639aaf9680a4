package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.PolicyVolume;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.workers.WorkersException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The trust policies as their volume holds them. From a Git host they are fetched, and compared
/// with what observers accepted, when those at hand are ten seconds old, for a decision, and before
/// anything is found wanting: so a grant counts at once, and a revocation for the next decision and
/// within ten seconds for the rest.
final class PolicySource implements Supplier<PolicyHistory> {
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(PolicySource.class);

  private final VolumeStore store;
  private final VolumeReader reader;
  private final PolicyVolume volume;
  private final AcceptedMark accepted;
  private long fetchedAt;
  private boolean fetched;
  private boolean whole;

  /// @param evidence the folder of the evidence store
  PolicySource(VolumeStore store, Sha256 pinned, Path evidence) {
    this.store = store;
    this.accepted = new AcceptedMark(evidence, Series.TRUST_POLICY.firstVolume());
    this.reader =
        new VolumeReader(
            store.repository(), Series.TRUST_POLICY, Series.TRUST_POLICY.firstVolume());
    this.volume = new PolicyVolume(reader, pinned);
  }

  @Override
  public synchronized PolicyHistory get() {
    if (isDue()) {
      long asked = System.nanoTime();
      fetch();
      fetchedAt = asked;
      fetched = true;
    }
    return sayingWhatIsNewer(volume::history);
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

  /// A host that shows less than observers accepted stops nothing but its own volume, where all of
  /// it was read before: the policies that were read stay in force, as they do behind any
  /// structural fault. Where it was not, nobody knows what is missing.
  private void fetch() {
    try {
      accepted.compared(store.repository(), this::fetchedHead);
      whole = true;
    } catch (WorkersException.LedgerStopped less) {
      if (!whole) {
        throw less;
      }
      LOG.error("The trust policies at hand stay in force: {}", less.getMessage());
    }
  }

  private @Nullable CommitId fetchedHead() {
    try {
      store.tip();
    } catch (WorkersException.LedgerStopped stopped) {
      LOG.error("The trust policies at hand stay in force: {}", stopped.getMessage());
    }
    return reader.head().orElse(null);
  }

  private boolean isDue() {
    return !fetched || System.nanoTime() - fetchedAt > BETWEEN_FETCHES.toNanos();
  }
}
