package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.RecordBody;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the records of an incident say: a later report replaces what it repeats, and each causal
/// link stands for itself.
final class IncidentFacts {
  private final IncidentId id;
  private final String urn;
  private final List<SubjectRecord> records;
  private final FactCollector collector = new FactCollector();
  private @Nullable PropertyMap properties;
  private List<ServiceName> services = List.of();
  private @Nullable SubjectRecord servicesSource;
  private @Nullable EnvironmentName environment;
  private @Nullable SubjectRecord environmentSource;

  IncidentFacts(IncidentId id, List<SubjectRecord> sortedRecords) {
    this.id = id;
    this.urn = Urns.incident(id);
    this.records = sortedRecords;
  }

  List<Fact> facts() {
    for (SubjectRecord source : records) {
      RecordBody body = source.record().body();
      if (body instanceof IncidentReport report) {
        read(source, report);
      } else if (body instanceof CausalLink link) {
        read(source, link);
      } else {
        throw new IllegalArgumentException(
            "Facts of incident "
                + id
                + ": expected records about an incident, found "
                + source.record().header().kind());
      }
    }
    if (records.isEmpty()) {
      return List.of();
    }
    PropertyMap known = properties;
    collector.node(NodeKind.INCIDENT, urn, known == null ? reference() : known);
    if (servicesSource != null) {
      for (ServiceName service : services) {
        collector.service(EdgeKind.AFFECTED, urn, service, servicesSource);
      }
    }
    if (environment != null && environmentSource != null) {
      collector.environment(EdgeKind.IN, urn, environment, environmentSource);
    }
    return collector.facts();
  }

  private void read(SubjectRecord source, IncidentReport report) {
    PropertyMap before = properties;
    PropertyMap next = before == null ? reference() : before.copy();
    next.with(Properties.PHASE, report.phase())
        .with(Properties.SEVERITY, report.severity())
        .with(Properties.TITLE, report.title())
        .with(Properties.DETECTED_AT, report.detectedAt());
    replace(next, Properties.STARTED_AT, report.startedAt());
    replace(next, Properties.RESOLVED_AT, resolvedAt(source, report));
    if (report.description() != null) {
      next.with(Properties.DESCRIPTION, report.description())
          .with(Properties.DESCRIPTION_RECORD, source.recordId().value());
    }
    if (before == null || !report.components().isEmpty()) {
      next.with(Properties.COMPONENTS, report.components());
    }
    if (!report.services().isEmpty()) {
      services = report.services().stream().distinct().sorted().toList();
      servicesSource = source;
    }
    if (report.affectedEnvironment() != null) {
      environment = report.affectedEnvironment();
      environmentSource = source;
    }
    if (before == null) {
      collector.person(EdgeKind.REPORTED_BY, urn, report.reportedBy(), source);
    }
    if (before == null || !before.toMap().equals(next.toMap())) {
      collector.version(EdgeKind.INCIDENT_VERSION, urn, source, next);
    }
    properties = next;
    collector.evidence(EdgeKind.INCIDENT_EVIDENCE, urn, source);
  }

  private void read(SubjectRecord source, CausalLink link) {
    RepositoryName repository = link.repository();
    CommitId commit = link.commitHash();
    String key = source.recordId().value();
    PropertyMap cause =
        FactCollector.stated(source)
            .with(Properties.METHOD, link.method())
            .with(Properties.CONFIDENCE, link.confidence())
            .with(Properties.ASSERTED_BY, link.assertedBy())
            .with(Properties.REASON, link.reason())
            .with(Properties.REPOSITORY, repository == null ? null : repository.value())
            .with(Properties.COMMIT_SHA, commit == null ? null : commit.value());
    collector.deployment(EdgeKind.CAUSED_BY, urn, link.deploymentId(), key, cause);
    if (repository != null && commit != null) {
      collector.commit(EdgeKind.BLAMES, urn, repository, commit, key, FactCollector.stated(source));
    }
    collector.evidence(EdgeKind.INCIDENT_EVIDENCE, urn, source);
  }

  private PropertyMap reference() {
    return new PropertyMap().with(Properties.INCIDENT_ID, id.value());
  }

  private static @Nullable Instant resolvedAt(SubjectRecord source, IncidentReport report) {
    Instant said = report.resolvedAt();
    return said != null || report.phase() != IncidentPhase.RESOLVED
        ? said
        : source.record().header().timestamp();
  }

  private static void replace(PropertyMap map, String name, @Nullable Instant value) {
    if (value != null) {
      map.with(name, value);
    }
  }
}
