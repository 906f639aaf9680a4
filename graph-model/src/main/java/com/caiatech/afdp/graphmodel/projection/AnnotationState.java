package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.RecordBody;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An annotation as its records tell it so far: the first says what it is about and whose it is,
/// the last of that person about that thing what it says. What others say under its id, or of
/// another thing, does not count.
///
/// @param first absent before the first record
/// @param last the first one, where no further one counts
record AnnotationState(@Nullable SubjectRecord first, @Nullable SubjectRecord last)
    implements EntityState {
  private static final String BEGUN = "BEGUN";
  private static final String SAID = "SAID";

  static boolean isFedBy(RecordBody body) {
    return body instanceof Annotation;
  }

  static AnnotationState restored(Map<String, SubjectRecord> madeOf) {
    return new AnnotationState(madeOf.get(BEGUN), madeOf.get(SAID));
  }

  @Override
  public AnnotationState after(SubjectRecord next) {
    if (first == null) {
      return new AnnotationState(next, next);
    }
    return annotation(next).follows(annotation(first)) ? new AnnotationState(first, next) : this;
  }

  @Override
  public SortedMap<String, SubjectRecord> madeOf() {
    SortedMap<String, SubjectRecord> madeOf = new TreeMap<>();
    if (first != null && last != null) {
      madeOf.put(BEGUN, first);
      madeOf.put(SAID, last);
    }
    return madeOf;
  }

  @Override
  public List<Fact> facts(SubjectId subject) {
    FactCollector collector = new FactCollector();
    if (first != null && last != null) {
      String urn = Urns.annotation(subject);
      Annotation begun = annotation(first);
      collector.node(
          NodeKind.ANNOTATION,
          urn,
          new PropertyMap()
              .with(Properties.ANNOTATION_ID, subject.value())
              .with(Properties.TEXT, annotation(last).text())
              .with(Properties.ANNOTATED_AT, first.record().header().timestamp())
              .with(Properties.CHANGED_AT, last.record().header().timestamp()));
      collector.person(EdgeKind.ANNOTATED_BY, urn, begun.annotatedBy(), first);
      putThing(collector, urn, begun.about(), first);
    }
    return collector.facts();
  }

  private static void putThing(
      FactCollector collector, String urn, Annotation.About about, SubjectRecord source) {
    DeploymentId deployment = about.deploymentId();
    if (deployment != null) {
      collector.deployment(EdgeKind.ANNOTATES_DEPLOYMENT, urn, deployment, source);
    }
    SubjectId report = about.reportId();
    if (report != null) {
      collector.assertedDeployment(
          EdgeKind.ANNOTATES_ASSERTED, urn, report, FactCollector.stated(source));
    }
    IncidentId incident = about.incidentId();
    if (incident != null) {
      collector.incident(EdgeKind.ANNOTATES_INCIDENT, urn, incident, FactCollector.stated(source));
    }
    RepositoryName repository = about.repository();
    CommitId commit = about.commitHash();
    if (repository != null && commit != null) {
      collector.commit(
          EdgeKind.ANNOTATES_COMMIT, urn, repository, commit, "", FactCollector.stated(source));
    }
  }

  private static Annotation annotation(SubjectRecord source) {
    return (Annotation) source.record().body();
  }
}
