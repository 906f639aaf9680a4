package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.graphmodel.query.Row;
import com.caiatech.afdp.graphmodel.query.Selection;
import com.caiatech.afdp.graphmodel.schema.Verdicts;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.DecodedRecord;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.workflow.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the graph knows of what was recorded, for requests that Temporal no longer remembers. It
/// may lag behind the ledgers.
final class RecordedState {
  private final GraphQueries queries;
  private final RollbackTargets rollbackTargets;

  RecordedState(GraphQueries queries, RollbackTargets rollbackTargets) {
    this.queries = queries;
    this.rollbackTargets = rollbackTargets;
  }

  /// A record that counts.
  record Standing(Receipt receipt, LedgerRecord record) {}

  /// A deployment as projected.
  ///
  /// @param requestedBy absent while its request was not projected
  record Known(
      Scope scope,
      boolean ended,
      @Nullable PersonId requestedBy,
      int approvals,
      int requiredApprovals) {}

  /// The record of that id, which a person caused.
  Optional<Standing> record(RecordId id) {
    Row row =
        (Row)
            queries.fetch(
                asked(
                    "record",
                    id.value(),
                    Selection.of("path"),
                    Selection.of("sha256"),
                    Selection.of("volume"),
                    Selection.of("index"),
                    Selection.of("verdict"),
                    Selection.of("body")));
    if (row == null || !Verdicts.TRUSTED.equals(row.get("verdict")) || row.get("body") == null) {
      return Optional.empty();
    }
    byte[] bytes = text(row, "body").getBytes(StandardCharsets.UTF_8);
    return RecordCodec.decode(bytes) instanceof DecodedRecord.Valid(LedgerRecord record)
        ? Optional.of(new Standing(receipt(row), record))
        : Optional.empty();
  }

  private static Receipt receipt(Row row) {
    long index = ((Number) Objects.requireNonNull(row.get("index"))).longValue();
    return new Receipt(
        new RecordRef(
            new VolumeName(text(row, "volume")),
            index,
            text(row, "path"),
            new Sha256(text(row, "sha256"))),
        index + 1,
        true);
  }

  Optional<Known> deployment(DeploymentId id) {
    Selection name = Selection.of("name");
    Row row =
        (Row)
            queries.fetch(
                asked(
                    "deployment",
                    id.value(),
                    Selection.of("status"),
                    Selection.of("requiredApprovals"),
                    Selection.of("service", name),
                    Selection.of("environment", name),
                    Selection.of("requestedBy", Selection.of("personId")),
                    Selection.of("approvals", Selection.of("decision"))));
    if (row == null || row.get("service") == null || row.get("environment") == null) {
      return Optional.empty();
    }
    Row requester = (Row) row.get("requestedBy");
    Number required = (Number) row.get("requiredApprovals");
    return Optional.of(
        new Known(
            Scope.of(
                new EnvironmentName(text((Row) row.get("environment"), "name")),
                new ServiceName(text((Row) row.get("service"), "name"))),
            !"RUNNING".equals(row.get("status")),
            requester == null ? null : new PersonId(text(requester, "personId")),
            approvals(row),
            required == null ? 0 : required.intValue()));
  }

  private static int approvals(Row deployment) {
    List<?> approvals = (List<?>) Objects.requireNonNull(deployment.get("approvals"));
    return (int)
        approvals.stream().filter(it -> "APPROVED".equals(((Row) it).get("decision"))).count();
  }

  boolean hasIncident(IncidentId id) {
    return queries.fetch(asked("incident", id.value(), Selection.of("id"))) != null;
  }

  /// Where a rollback goes when nobody says where.
  Optional<DeploymentId> rollbackTarget(ServiceName service, EnvironmentName environment) {
    return rollbackTargets.newest(service, environment);
  }

  private static Selection asked(String field, String id, Selection... fields) {
    return new Selection(field, field, Map.of("id", id), Set.of(), List.of(fields));
  }

  private static String text(@Nullable Row row, String key) {
    return String.valueOf(Objects.requireNonNull(row).get(key));
  }
}
