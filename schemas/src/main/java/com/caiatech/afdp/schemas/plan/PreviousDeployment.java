package com.caiatech.afdp.schemas.plan;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The deployment that was serving when a plan was made.
///
/// @param record its opened manifest
/// @param commits the commits that it served in each role
public record PreviousDeployment(
    DeploymentId deploymentId, RecordRef record, Map<SourceRole, CommitId> commits) {
  public PreviousDeployment {
    commits = Collections.unmodifiableMap(new TreeMap<>(commits));
  }
}
