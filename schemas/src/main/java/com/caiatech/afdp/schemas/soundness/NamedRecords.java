package com.caiatech.afdp.schemas.soundness;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.DeploymentRequest;
import com.caiatech.afdp.schemas.record.DeploymentStep;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.RecordBody;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Which other records and deployments a record names, as far as the verdict on its deployment
/// looks there ({@link SubjectVerifier}).
public final class NamedRecords {
  private NamedRecords() {}

  /// The references of the record.
  public static List<RecordRef> of(RecordBody body) {
    return switch (body) {
      case DeploymentManifestOpened opened ->
          Stream.of(opened.requestRef(), opened.because(), opened.ofClosedRef())
              .filter(Objects::nonNull)
              .toList();
      case DeploymentStep step -> step.because();
      case DeploymentManifestClosed closed -> closed.records();
      case DeploymentRequest _,
          CheckResult _,
          ApprovalDecision _,
          IncidentReport _,
          CausalLink _,
          SourceRegistration _,
          AssertedDeployment _,
          Annotation _,
          SavedQuery _,
          RootSigned _ ->
          List.of();
    };
  }

  /// The deployment that a rollback goes back to, by the request for it.
  public static Optional<DeploymentId> target(RecordBody body) {
    return body instanceof DeploymentRequest request
        ? Optional.ofNullable(request.rollbackTargetId())
        : Optional.empty();
  }

  /// Every deployment whose opened manifest a verdict on the request's deployment looks at: the one
  /// that is gone back to, and the one that is repeated or undone.
  public static List<DeploymentId> deployments(RecordBody body) {
    return body instanceof DeploymentRequest request
        ? Stream.of(request.rollbackTargetId(), request.ofDeploymentId())
            .filter(Objects::nonNull)
            .toList()
        : List.of();
  }
}
