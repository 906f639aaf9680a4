package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.evidence.LedgerMirror;
import com.caiatech.afdp.schemas.git.BranchFetch;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.PolicyVolumes;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The trust policies by which entries are judged, read from the evidence of the configured volumes
/// of `trust-policy`. Policies only ever follow each other, so an older history is never preferred.
final class Policies {
  private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

  private final Sha256 pinned;
  private final EvidenceStore evidence;
  private final Fetching fetching;
  private List<Platform.Volume> configured = List.of();
  private @Nullable PolicyVolumes volumes;
  private Map<VolumeName, String> told = Map.of();

  Policies(Sha256 pinned, EvidenceStore evidence, Fetching fetching) {
    this.pinned = pinned;
    this.evidence = evidence;
    this.fetching = fetching;
  }

  /// A history and the digest that volumes are marked with.
  record Judging(PolicyHistory history) {
    Sha256 digest() {
      return history.digest();
    }
  }

  /// The policies as far as they were accepted here.
  ///
  /// @throws com.caiatech.afdp.schemas.SchemasException.ConfigurationFault when the configured
  ///   volumes are no chain
  synchronized Judging known(Platform platform) {
    List<Platform.Volume> now = platform.policies();
    if (now.isEmpty()) {
      return new Judging(PolicyHistory.pinned(pinned));
    }
    PolicyVolumes known = volumes;
    if (known == null || !now.equals(configured)) {
      known =
          new PolicyVolumes(
              now.stream().map(volume -> evidence.ledger(volume).reader()).toList(), pinned);
      volumes = known;
      configured = now;
    }
    PolicyHistory history = known.history();
    tell(known.refused());
    return new Judging(history);
  }

  /// The policies as the volumes have them now. One that another follows is not asked: where it
  /// ends is pinned, and its host may be lost.
  Judging fetched(Platform platform) {
    for (Platform.Volume volume : platform.policies()) {
      if (known(platform).history().currentOrNobody().chains().successor(volume.name()).isEmpty()) {
        LedgerMirror mirror = evidence.ledger(volume);
        if (fetching.ledger(volume, mirror) instanceof BranchFetch.Outcome.Fetched(CommitId head)) {
          AcceptedHead.advance(mirror, volume, head);
        }
      }
    }
    return known(platform);
  }

  private void tell(Map<VolumeName, String> refused) {
    if (!refused.equals(told)) {
      refused.forEach((volume, reason) -> LOG.warn("{} does not count: {}", volume, reason));
      told = refused;
    }
  }
}
