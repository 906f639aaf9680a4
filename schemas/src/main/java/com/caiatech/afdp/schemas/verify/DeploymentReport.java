package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.soundness.SubjectVerdict;
import java.util.Optional;

/// What was found about a deployment.
///
/// @param status how it ended; none while no closed manifest counts
/// @param records whether its records hold together
/// @param sources whether the repositories say the same; none where no opened manifest counts
public record DeploymentReport(
    SubjectId deployment,
    Scope scope,
    Optional<DeploymentStatus> status,
    SubjectVerdict records,
    Optional<SourcesVerdict> sources) {
  /// Whether all that was looked at holds.
  public boolean holds() {
    return records.records() == SubjectVerdict.Records.SOUND
        && sources
            .map(SourcesVerdict::state)
            .filter(
                state ->
                    state == SourcesVerdict.State.CONTRADICT
                        || state == SourcesVerdict.State.LACKING)
            .isEmpty();
  }
}
