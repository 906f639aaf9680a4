package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.WorkflowNames;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds where a deployment belongs: by the note on its workflow, which is there from the first
/// moment, else in the graph, which remembers for ever.
final class KnownDeployments {
  private final MutationParts parts;

  KnownDeployments(MutationParts parts) {
    this.parts = parts;
  }

  /// A deployment that somebody asked for.
  record Known(DeploymentId id, Scope scope, @Nullable PersonId requestedBy) {}

  Optional<Known> find(DeploymentId id) {
    return parts
        .workflows()
        .noteOf(WorkflowNames.deploymentWorkflowId(id))
        .map(note -> new Known(id, note.scope(), note.requestedBy()))
        .or(
            () ->
                parts
                    .recorded()
                    .deployment(id)
                    .map(it -> new Known(id, it.scope(), it.requestedBy())));
  }

  static Refusal unknown(DeploymentId id) {
    return new Refusal(
        RefusalReason.UNKNOWN_DEPLOYMENT,
        "deploymentId: expected a deployment that was asked for, found %s".formatted(id));
  }

  static Refusal idInUse(RequestId request) {
    return idInUse(request.value());
  }

  static Refusal idInUse(String id) {
    return new Refusal(
        RefusalReason.ID_IN_USE,
        "id %s: another request was sent under it; make a new id".formatted(id));
  }
}
