package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.AssertedDeployment;
import com.caiatech.afdp.schemas.record.ReportedStatus;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of what a request acts on: by the note on a deployment's workflow, which is there
/// from the first moment, else in the graph, which remembers for ever and may lag. It decides about
/// no request twice: that is for the ledger.
final class KnownState {
  private static final Logger LOG = LoggerFactory.getLogger(KnownState.class);
  private static final String REPORTS = "assertedDeployments";

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
        .map(note -> Request.State.ofDeployment(note.scope(), note.requestedBy()))
        .or(() -> projected(id).map(Projected::state));
  }

  /// Where the deployment of ours, or what another deployer did, belongs that a link names; empty
  /// where that is not known.
  Optional<Scope> scopeOfCause(Request link) {
    return IncidentLink.isAsserted(link.input())
        ? scopeOfReport(link.input().uuid("reportId"))
        : deployment(link.named()).map(Request.State::scope);
  }

  private Optional<Scope> scopeOfReport(UUID report) {
    Row row = named("assertedDeployment", report.toString(), "service", "environment");
    return row == null || !isPlaced(row) ? Optional.empty() : Optional.of(scope(row));
  }

  /// Where the thing belongs that an annotation is about; a commit, and what is not known, may be
  /// anywhere.
  List<Scope> scopesOfAnnotated(Request annotation) {
    Annotation.About about = AnnotationInput.about(annotation.input());
    DeploymentId deployment = about.deploymentId();
    SubjectId report = about.reportId();
    IncidentId incident = about.incidentId();
    if (incident != null) {
      return scopesOfIncident(incident);
    }
    Optional<Scope> scope =
        deployment != null
            ? deployment(deployment).map(Request.State::scope)
            : Optional.ofNullable(report).flatMap(it -> scopeOfReport(it.uuid()));
    return List.of(scope.orElseGet(Scope::global));
  }

  private List<Scope> scopesOfIncident(IncidentId id) {
    Row row = named("incident", id.value(), "services", "environment");
    Row environment = row == null ? null : (Row) row.get("environment");
    List<?> services = row == null ? List.of() : (List<?>) row.get("services");
    return TouchedScopes.scopes(
        environment == null ? null : new EnvironmentName(text(environment, "name")),
        Objects.requireNonNull(services).stream()
            .map(service -> new ServiceName(text((Row) service, "name")))
            .toList());
  }

  /// A thing with the names of others that it has.
  private @Nullable Row named(String root, String id, String... others) {
    Selection name = Selection.of("name");
    return (Row)
        queries.fetch(
            Selection.byId(
                root, id, Stream.of(others).map(other -> Selection.of(other, name)).toList()));
  }

  /// What served before a deployment, as far as the graph knows.
  Optional<DeploymentId> servedBefore(DeploymentId id) {
    Selection previous = Selection.of("previous", Selection.of("deploymentId"));
    Row row = (Row) queries.fetch(Selection.byId("deployment", id.value(), List.of(previous)));
    Row before = row == null ? null : (Row) row.get("previous");
    return Optional.ofNullable(before).map(it -> DeploymentId.parse(text(it, "deploymentId")));
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

  /// The newest deployment that another deployer made before a moment and that is reported as
  /// succeeded, where it is of that repository; nothing while the graph does not answer.
  Optional<AssertedDeployment.Previous> previousReport(
      Scope scope, RepositoryName repository, Instant before) {
    try {
      return newestReport(scope, before).flatMap(report -> previous(report, repository));
    } catch (GraphModelException unanswered) {
      LOG.warn("what was reported before is not looked up: {}", unanswered.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Row> newestReport(Scope scope, Instant before) {
    Map<String, Object> filter =
        Map.of(
            "service", Map.of("name", Map.of("eq", scope.serviceText())),
            "environment", Map.of("name", Map.of("eq", scope.environmentText())),
            "status", Map.of("eq", ReportedStatus.SUCCEEDED.name()),
            "happenedAt", Map.of("lt", before));
    Selection name = Selection.of("repository", Selection.of("name"));
    Selection commit = Selection.of("commit", Selection.of("sha"), name);
    Row page =
        (Row)
            queries.fetch(
                new Selection(
                    REPORTS,
                    REPORTS,
                    Map.of("first", 1, "filter", filter),
                    Set.of(),
                    List.of(
                        Selection.of(
                            "nodes", Selection.of("reportId"), Selection.of("source", commit)))));
    List<?> nodes = (List<?>) Objects.requireNonNull(Objects.requireNonNull(page).get("nodes"));
    return nodes.stream().map(Row.class::cast).findFirst();
  }

  private static Optional<AssertedDeployment.Previous> previous(
      Row report, RepositoryName repository) {
    Row source = (Row) report.get("source");
    Row commit = source == null ? null : (Row) source.get("commit");
    return commit == null
            || !repository.value().equals(text((Row) commit.get("repository"), "name"))
        ? Optional.empty()
        : Optional.of(
            new AssertedDeployment.Previous(
                new CommitId(text(commit, "sha")), SubjectId.parse(text(report, "reportId"))));
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
    return row == null || !isPlaced(row) ? Optional.empty() : Optional.of(projected(row));
  }

  private static boolean isPlaced(Row row) {
    return row.get("service") != null && row.get("environment") != null;
  }

  private static Scope scope(Row row) {
    return Scope.parse(
        text((Row) row.get("environment"), "name"), text((Row) row.get("service"), "name"));
  }

  private static Projected projected(Row row) {
    Row requester = (Row) row.get("requestedBy");
    Number required = (Number) row.get("requiredApprovals");
    List<?> approvals = (List<?>) Objects.requireNonNull(row.get("approvals"));
    int given =
        (int)
            approvals.stream().filter(it -> "APPROVED".equals(((Row) it).get("decision"))).count();
    return new Projected(
        Request.State.ofDeployment(
            scope(row), requester == null ? null : new PersonId(text(requester, "personId"))),
        new Approvals(given, required == null ? 0 : required.intValue()));
  }

  private static String text(@Nullable Row row, String key) {
    return String.valueOf(Objects.requireNonNull(row).get(key));
  }
}
