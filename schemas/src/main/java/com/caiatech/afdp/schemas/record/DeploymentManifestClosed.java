package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The closed deployment manifest: the outcome and references to everything that was recorded.
///
/// @param durationSeconds from the request to the close; absent where nobody saw the outcome
/// @param servedAfterMillis from the request until all traffic went to the deployment; absent where
///   it never did
/// @param serving what was found serving the service in the environment when the manifest was
///   closed
/// @param openedRef absent when it was closed before a manifest was opened
/// @param restoredDeploymentId the earlier deployment that serves again after a failure or an abort
public record DeploymentManifestClosed(
    DeploymentStatus status,
    @Nullable String reason,
    @Nullable Long durationSeconds,
    @Nullable Long servedAfterMillis,
    List<TrafficShare> serving,
    @Nullable RecordRef openedRef,
    List<RecordRef> records,
    List<RecordRef> preCheckResultsRef,
    List<RecordRef> postCheckResultsRef,
    @Nullable DeploymentId restoredDeploymentId)
    implements RecordBody {
  public DeploymentManifestClosed {
    serving = List.copyOf(serving);
    records = List.copyOf(records);
    preCheckResultsRef = List.copyOf(preCheckResultsRef);
    postCheckResultsRef = List.copyOf(postCheckResultsRef);
  }

  /// The end of a deployment that succeeded and had no checks.
  public static DeploymentManifestClosed succeeded(
      long durationSeconds,
      List<TrafficShare> serving,
      @Nullable RecordRef openedRef,
      List<RecordRef> records) {
    return new DeploymentManifestClosed(
        DeploymentStatus.SUCCEEDED,
        null,
        durationSeconds,
        null,
        serving,
        openedRef,
        records,
        List.of(),
        List.of(),
        null);
  }
}
