package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.graphmodel.query.Row;
import com.caiatech.afdp.graphmodel.query.Selection;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of what a request acts on: by the note on a deployment's workflow, which is there
/// from the first moment, else in the graph, which remembers for ever and may lag. It decides about
/// no request twice: that is for the ledger.
final class KnownState {
  private final GraphQueries queries;
  private final RollbackTargets rollbackTargets;
  private final WorkflowCalls workflows;

  KnownState(GraphQueries queries, RollbackTargets rollbackTargets, WorkflowCalls workflows) {
    this.queries = queries;
    this.rollbackTargets = rollbackTargets;
    this.workflows = workflows;
  }

  /// A deployment that somebody asked for.
  Optional<Request.State> deployment(DeploymentId id) {
    Optional<Request.State> projected = projected(id);
    return workflows
        .noteOf(id)
        .map(
            note ->
                new Request.State(
                    note.scope(),
                    note.requestedBy(),
                    projected.map(Request.State::approvals).orElse(0),
                    projected.map(Request.State::requiredApprovals).orElse(0),
                    null))
        .or(() -> projected);
  }

  /// Where a rollback goes when nobody says where.
  Optional<DeploymentId> rollbackTarget(Scope scope) {
    return rollbackTargets.newest(
        Objects.requireNonNull(scope.service(), "service"),
        Objects.requireNonNull(scope.environment(), "environment"));
  }

  private Optional<Request.State> projected(DeploymentId id) {
    Selection name = Selection.of("name");
    Row row =
        (Row)
            queries.fetch(
                new Selection(
                    "deployment",
                    "deployment",
                    Map.of("id", id.value()),
                    Set.of(),
                    List.of(
                        Selection.of("requiredApprovals"),
                        Selection.of("service", name),
                        Selection.of("environment", name),
                        Selection.of("requestedBy", Selection.of("personId")),
                        Selection.of("approvals", Selection.of("decision")))));
    return row == null || row.get("service") == null || row.get("environment") == null
        ? Optional.empty()
        : Optional.of(state(row));
  }

  private static Request.State state(Row row) {
    Row requester = (Row) row.get("requestedBy");
    Number required = (Number) row.get("requiredApprovals");
    List<?> approvals = (List<?>) Objects.requireNonNull(row.get("approvals"));
    return new Request.State(
        Scope.parse(
            text((Row) row.get("environment"), "name"), text((Row) row.get("service"), "name")),
        requester == null ? null : new PersonId(text(requester, "personId")),
        (int)
            approvals.stream().filter(it -> "APPROVED".equals(((Row) it).get("decision"))).count(),
        required == null ? 0 : required.intValue(),
        null);
  }

  private static String text(@Nullable Row row, String key) {
    return String.valueOf(Objects.requireNonNull(row).get(key));
  }
}
