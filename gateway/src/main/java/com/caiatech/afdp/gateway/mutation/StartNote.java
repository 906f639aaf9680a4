package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.record.Scope;
import io.temporal.client.WorkflowExecutionDescription;
import java.util.Map;
import java.util.Optional;

/// What the gateway notes on the workflow of a deployment that it starts, so that what was asked
/// for is known before it is in the graph.
record StartNote(Scope scope, PersonId requestedBy) {
  private static final String ENVIRONMENT = "afdp-environment";
  private static final String SERVICE = "afdp-service";
  private static final String PERSON = "afdp-requested-by";

  /// The memo of the workflow.
  Map<String, Object> memo() {
    return Map.of(
        ENVIRONMENT,
        scope.environmentText(),
        SERVICE,
        scope.serviceText(),
        PERSON,
        requestedBy.value());
  }

  static Optional<StartNote> read(WorkflowExecutionDescription workflow) {
    return workflow.getMemo(PERSON, String.class) == null
        ? Optional.empty()
        : Optional.of(
            new StartNote(
                Scope.parse(memo(workflow, ENVIRONMENT), memo(workflow, SERVICE)),
                new PersonId(memo(workflow, PERSON))));
  }

  private static String memo(WorkflowExecutionDescription workflow, String key) {
    return String.valueOf(workflow.getMemo(key, String.class));
  }
}
