package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    return workflows
        .noteOf(id)
        .map(note -> new Request.State(note.scope(), note.requestedBy(), null))
        .or(() -> projected(id).map(Projected::state));
  }

  /// How far a deployment's approvals are, as far as the graph knows.
  Approvals approvals(DeploymentId id) {
    return projected(id).map(Projected::approvals).orElseGet(() -> new Approvals(0, 0));
  }

  /// How many there are and how many are needed.
  record Approvals(int given, int required) {}

  private record Projected(Request.State state, Approvals approvals) {}

  /// Where a rollback goes when nobody says where.
  Optional<DeploymentId> rollbackTarget(Scope scope) {
    return rollbackTargets.newest(
        Objects.requireNonNull(scope.service(), "service"),
        Objects.requireNonNull(scope.environment(), "environment"));
  }

  private Optional<Projected> projected(DeploymentId id) {
    Selection name = Selection.of("name");
    Row row =
        (Row)
            queries.fetch(
                Selection.byId(
                    "deployment",
                    id.value(),
                    List.of(
                        Selection.of("requiredApprovals"),
                        Selection.of("service", name),
                        Selection.of("environment", name),
                        Selection.of("requestedBy", Selection.of("personId")),
                        Selection.of("approvals", Selection.of("decision")))));
    return row == null || row.get("service") == null || row.get("environment") == null
        ? Optional.empty()
        : Optional.of(projected(row));
  }

  private static Projected projected(Row row) {
    Row requester = (Row) row.get("requestedBy");
    Number required = (Number) row.get("requiredApprovals");
    List<?> approvals = (List<?>) Objects.requireNonNull(row.get("approvals"));
    int given =
        (int)
            approvals.stream().filter(it -> "APPROVED".equals(((Row) it).get("decision"))).count();
    return new Projected(
        new Request.State(
            Scope.parse(
                text((Row) row.get("environment"), "name"), text((Row) row.get("service"), "name")),
            requester == null ? null : new PersonId(text(requester, "personId")),
            null),
        new Approvals(given, required == null ? 0 : required.intValue()));
  }

  private static String text(@Nullable Row row, String key) {
    return String.valueOf(Objects.requireNonNull(row).get(key));
  }
}
