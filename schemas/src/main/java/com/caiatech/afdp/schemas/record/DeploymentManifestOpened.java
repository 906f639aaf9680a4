package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The opened deployment manifest: the plan, before anything is changed.
///
/// @param sequence counts the deployments of the service in the environment, from 1; the target's
///   fencing token
/// @param planSha256 the plan digest: SHA-256 over the canonical JSON of this body without
///   `plan_sha256`, `request_ref`; {@link PlanDigest} computes it
/// @param previous what was serving when this one opened; absent when nothing was
/// @param previousDeploymentId the same by its id alone
/// @param rollbackOfDeploymentId the deployment that a rollback undoes, which is the one that was
///   serving; the one that it goes back to stands in the request
/// @param requiredApprovals how many distinct people have to approve the plan digest
public record DeploymentManifestOpened(
    DeploymentType deploymentType,
    String strategy,
    long sequence,
    Map<SourceRole, DeployedSource> sources,
    List<ArtifactRef> artifacts,
    Sha256 descriptorSha256,
    Sha256 planSha256,
    int requiredApprovals,
    PersonId requestedBy,
    RecordRef requestRef,
    @Nullable PreviousDeployment previous,
    @Nullable DeploymentId previousDeploymentId,
    @Nullable DeploymentId rollbackOfDeploymentId)
    implements RecordBody {
  public DeploymentManifestOpened {
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
    artifacts = List.copyOf(artifacts);
  }
}
