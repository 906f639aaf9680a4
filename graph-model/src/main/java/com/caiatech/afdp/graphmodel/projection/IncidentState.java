package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordBody;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An incident as its records tell it so far: a later report replaces what it repeats, one that
/// says that the incident lasts takes away when it was over, and of several causal links to one
/// deployment the last one counts. One of confidence 0 withdraws what was said before: the incident
/// is then attributed to that deployment no more. A deployment of ours and a report of one by
/// another deployer are never the same, also where they have one id.
///
/// @param sources the report that each part of the state was last changed by
/// @param links the last causal link to each deployment
record IncidentState(Map<Part, SubjectRecord> sources, SortedMap<String, SubjectRecord> links)
    implements EntityState {
  /// What precedes a deployment's id in the name of the part that its link has in a state.
  private static final String LINK = "LINK:";

  /// What precedes the id besides where another deployer made it.
  private static final String ASSERTED = "asserted:";

  IncidentState {
    sources = Map.copyOf(sources);
    links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
  }

  /// The parts of a state; what a report says of each, if anything.
  enum Part {
    PHASE,
    SEVERITY,
    TITLE,
    DETECTED_AT,
    STARTED_AT,
    RESOLVED_AT,
    DESCRIPTION,
    COMPONENTS,
    SERVICES,
    ENVIRONMENT,
    REPORTER;

    @Nullable Object of(SubjectRecord source) {
      IncidentReport report = report(source);
      return switch (this) {
        case PHASE -> report.phase();
        case SEVERITY -> report.severity();
        case TITLE -> report.title();
        case DETECTED_AT -> report.detectedAt();
        case STARTED_AT -> report.startedAt();
        case RESOLVED_AT -> resolvedAt(source);
        case DESCRIPTION -> report.description();
        case COMPONENTS -> report.components().isEmpty() ? null : report.components();
        case SERVICES -> report.services().isEmpty() ? null : report.services();
        case ENVIRONMENT -> report.affectedEnvironment();
        case REPORTER -> report.reportedBy();
      };
    }

    /// Who first reported an incident stays its reporter.
    boolean isReplaced() {
      return this != REPORTER;
    }
  }

  static boolean isFedBy(RecordBody body) {
    return body instanceof IncidentReport || body instanceof CausalLink;
  }

  static IncidentState restored(Map<String, SubjectRecord> madeOf) {
    Map<Part, SubjectRecord> sources = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      SubjectRecord source = madeOf.get(part.name());
      if (source != null) {
        sources.put(part, source);
      }
    }
    SortedMap<String, SubjectRecord> links = new TreeMap<>();
    madeOf.forEach(
        (part, source) -> {
          if (part.startsWith(LINK)) {
            links.put(part.substring(LINK.length()), source);
          }
        });
    return new IncidentState(sources, links);
  }

  @Override
  public IncidentState after(SubjectRecord source) {
    if (source.record().body() instanceof CausalLink link) {
      SortedMap<String, SubjectRecord> next = new TreeMap<>(links);
      next.put((isAsserted(source) ? ASSERTED : "") + link.deploymentId().value(), source);
      return new IncidentState(sources, next);
    }
    Map<Part, SubjectRecord> next = new EnumMap<>(Part.class);
    next.putAll(sources);
    for (Part part : Part.values()) {
      SubjectRecord before = sources.get(part);
      Object said = part.of(source);
      if (said != null
          && (before == null || (part.isReplaced() && !said.equals(part.of(before))))) {
        next.put(part, source);
      }
    }
    if (report(source).lasts()) {
      next.remove(Part.RESOLVED_AT);
    }
    return new IncidentState(next, links);
  }

  @Override
  public SortedMap<String, SubjectRecord> madeOf() {
    SortedMap<String, SubjectRecord> madeOf = new TreeMap<>();
    sources.forEach((part, source) -> madeOf.put(part.name(), source));
    links.forEach((deployment, source) -> madeOf.put(LINK + deployment, source));
    return madeOf;
  }

  @Override
  public List<Fact> facts(SubjectId subject) {
    FactCollector collector = new FactCollector();
    IncidentId id = new IncidentId(subject.uuid());
    String urn = Urns.incident(id);
    links.values().forEach(source -> putCause(collector, urn, source));
    if (sources.isEmpty()) {
      return collector.facts();
    }
    collector.node(NodeKind.INCIDENT, urn, properties(id));
    SubjectRecord services = sources.get(Part.SERVICES);
    if (services != null) {
      for (ServiceName service : report(services).services().stream().distinct().toList()) {
        collector.service(EdgeKind.AFFECTED, urn, service, services);
      }
    }
    SubjectRecord in = sources.get(Part.ENVIRONMENT);
    EnvironmentName environment = in == null ? null : report(in).affectedEnvironment();
    if (in != null && environment != null) {
      collector.environment(EdgeKind.IN, urn, environment, in);
    }
    SubjectRecord reporter = sources.get(Part.REPORTER);
    if (reporter != null) {
      collector.person(EdgeKind.REPORTED_BY, urn, report(reporter).reportedBy(), reporter);
    }
    return collector.facts();
  }

  private static void putCause(FactCollector collector, String urn, SubjectRecord source) {
    if (!(source.record().body() instanceof CausalLink link) || link.confidence() == 0) {
      return;
    }
    RepositoryName repository = link.repository();
    CommitId commit = link.commitHash();
    PropertyMap cause =
        FactCollector.stated(source)
            .with(Properties.METHOD, link.method())
            .with(Properties.CONFIDENCE, link.confidence())
            .with(Properties.ASSERTED_BY, link.assertedBy())
            .with(Properties.REASON, link.reason())
            .with(Properties.REPOSITORY, repository == null ? null : repository.value())
            .with(Properties.COMMIT_SHA, commit == null ? null : commit.value());
    if (isAsserted(source)) {
      SubjectId report = link.deploymentId().subject();
      collector.assertedDeployment(EdgeKind.CAUSED_BY_ASSERTED, urn, report, cause);
    } else {
      collector.deployment(EdgeKind.CAUSED_BY, urn, link.deploymentId(), "", cause);
    }
    if (repository != null && commit != null) {
      collector.commit(
          EdgeKind.BLAMES,
          urn,
          repository,
          commit,
          source.recordId().value(),
          FactCollector.stated(source));
    }
  }

  private PropertyMap properties(IncidentId id) {
    PropertyMap properties = new PropertyMap().with(Properties.INCIDENT_ID, id.value());
    sources.forEach((part, source) -> put(properties, part, source));
    return properties;
  }

  private static void put(PropertyMap properties, Part part, SubjectRecord source) {
    IncidentReport report = report(source);
    switch (part) {
      case PHASE -> properties.with(Properties.PHASE, report.phase());
      case SEVERITY -> properties.with(Properties.SEVERITY, report.severity());
      case TITLE -> properties.with(Properties.TITLE, report.title());
      case DETECTED_AT -> properties.with(Properties.DETECTED_AT, report.detectedAt());
      case STARTED_AT -> properties.with(Properties.STARTED_AT, report.startedAt());
      case RESOLVED_AT -> properties.with(Properties.RESOLVED_AT, resolvedAt(source));
      case DESCRIPTION ->
          properties
              .with(Properties.DESCRIPTION, report.description())
              .with(Properties.DESCRIPTION_RECORD, source.recordId().value());
      case COMPONENTS -> properties.with(Properties.COMPONENTS, report.components());
      case SERVICES, ENVIRONMENT, REPORTER -> {}
    }
  }

  private static @Nullable Instant resolvedAt(SubjectRecord source) {
    return report(source).resolvedAt(source.record().header().timestamp());
  }

  private static boolean isAsserted(SubjectRecord link) {
    return LogicalStep.isAssertedLink(link.record().header().logicalStep());
  }

  private static IncidentReport report(SubjectRecord source) {
    return (IncidentReport) source.record().body();
  }
}
