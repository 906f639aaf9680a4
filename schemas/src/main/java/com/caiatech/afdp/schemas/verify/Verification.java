package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.List;
import java.util.Optional;

/// What a verification of ledgers found. {@link VerificationJson} gives its JSON.
///
/// @param pinned the digest of the first policy
/// @param policy by which all was judged: the latest that follows from the pinned one; none where
///   the ledgers do not hold the pinned one
/// @param volumes in the order of series and chains
/// @param deployments in the order of their ids, which is that of their beginnings
/// @param notChecked what was not looked at, and why, a sentence each
public record Verification(
    Sha256 pinned,
    Optional<TrustPolicy> policy,
    List<VolumeReport> volumes,
    List<DeploymentReport> deployments,
    List<String> notChecked) {
  public Verification {
    volumes = List.copyOf(volumes);
    deployments = List.copyOf(deployments);
    notChecked = List.copyOf(notChecked);
  }

  /// Whether everything that was looked at holds: every volume is whole, every entry counts, the
  /// records of every deployment are sound, and no repository that was given says otherwise.
  public boolean holds() {
    return policy.isPresent()
        && volumes.stream().allMatch(VolumeReport::holds)
        && deployments.stream().allMatch(DeploymentReport::holds);
  }
}
