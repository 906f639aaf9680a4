package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The deployment that was serving when a manifest was opened.
public record PreviousDeployment(
    DeploymentId deploymentId, RecordRef record, Map<SourceRole, CommitId> commits) {
  public PreviousDeployment {
    commits = Collections.unmodifiableMap(new TreeMap<>(commits));
  }
}
