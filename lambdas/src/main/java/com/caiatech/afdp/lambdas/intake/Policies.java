package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.schemas.git.BranchFetch;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.PolicyVolume;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The trust policies by which entries are judged, read from the evidence of the volume
/// `trust-policy`. Policies only ever follow each other, so an older history is never preferred.
final class Policies {
  private final Sha256 pinned;
  private final EvidenceStore evidence;
  private final Fetching fetching;
  private @Nullable PolicyVolume volume;

  Policies(Sha256 pinned, EvidenceStore evidence, Fetching fetching) {
    this.pinned = pinned;
    this.evidence = evidence;
    this.fetching = fetching;
  }

  /// A history and the digest that volumes are marked with.
  record Judging(PolicyHistory history) {
    Sha256 digest() {
      return history.currentOrNobody().digest();
    }
  }

  /// The policies as far as they were accepted here.
  synchronized Judging known(Platform platform) {
    PolicyVolume known = volume;
    if (known == null) {
      Optional<Platform.Volume> configured = policyVolume(platform);
      if (configured.isEmpty()) {
        return new Judging(PolicyHistory.pinned(pinned));
      }
      known = new PolicyVolume(evidence.ledger(configured.get()).reader(), pinned);
      volume = known;
    }
    return new Judging(known.history());
  }

  /// The policies as the volume has them now.
  Judging fetched(Platform platform) {
    policyVolume(platform)
        .ifPresent(
            configured -> {
              LedgerMirror mirror = evidence.ledger(configured);
              if (fetching.ledger(configured, mirror)
                  instanceof BranchFetch.Outcome.Fetched(CommitId head)) {
                AcceptedHead.advance(mirror, configured, head);
              }
            });
    return known(platform);
  }

  private static Optional<Platform.Volume> policyVolume(Platform platform) {
    return platform.volumes().stream()
        .filter(volume -> volume.series() == Series.TRUST_POLICY)
        .findFirst();
  }
}
