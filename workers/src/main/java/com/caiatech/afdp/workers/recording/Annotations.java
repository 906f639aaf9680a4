package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import java.util.Optional;

/// Judges annotations by what the ledgers have: a new one has to be about a thing that is known, a
/// commit by its repository alone; a further record of one has to be its author's, about the same
/// thing.
final class Annotations {
  private final LedgerReadings readings;
  private final KnownThings things;
  private final RegisteredPlatform platform;

  Annotations(LedgerReadings readings, KnownThings things, RegisteredPlatform platform) {
    this.readings = readings;
    this.things = things;
    this.platform = platform;
  }

  /// The answer to one that is not to be recorded; empty for one that is.
  Optional<RequestOutcome> answer(Header header, Annotation annotation) {
    SubjectId subject = header.subject();
    if (header
        .logicalStep()
        .equals(LogicalStep.of(Action.ANNOTATE, new RequestId(subject.uuid())))) {
      return annotation.text() == null
          ? refused(
              RefusalReason.INVALID_INPUT,
              "annotation %s: expected a text of a new one, found none".formatted(subject))
          : unknown(annotation.about());
    }
    return first(subject)
        .map(first -> misplaced(subject, first, annotation))
        .orElseGet(
            () ->
                refused(
                    RefusalReason.UNKNOWN_ANNOTATION,
                    "no annotation %s was made".formatted(subject)));
  }

  private Optional<Annotation> first(SubjectId subject) {
    return readings.about(Series.INCIDENTS, subject).stream()
        .flatMap(entry -> entry.trusted().stream())
        .map(LedgerRecord::body)
        .filter(Annotation.class::isInstance)
        .map(Annotation.class::cast)
        .findFirst();
  }

  private static Optional<RequestOutcome> misplaced(
      SubjectId subject, Annotation first, Annotation annotation) {
    if (annotation.follows(first)) {
      return Optional.empty();
    }
    return annotation.about().equals(first.about())
        ? refused(
            RefusalReason.FORBIDDEN,
            "annotation %s: expected its author, who alone replaces or withdraws it, found another person; make one of your own"
                .formatted(subject))
        : refused(
            RefusalReason.INVALID_INPUT,
            "annotation %s: expected one about %s, found one about %s"
                .formatted(subject, annotation.about(), first.about()));
  }

  private Optional<RequestOutcome> unknown(Annotation.About about) {
    DeploymentId deployment = about.deploymentId();
    SubjectId report = about.reportId();
    IncidentId incident = about.incidentId();
    if (deployment != null) {
      return things.unrequested(deployment);
    }
    if (report != null) {
      return things.unreported(report);
    }
    return incident == null ? unregistered(about) : things.unreported(incident);
  }

  private Optional<RequestOutcome> unregistered(Annotation.About about) {
    RepositoryName repository = about.repository();
    return repository == null || platform.current().repository(repository).isPresent()
        ? Optional.empty()
        : refused(
            RefusalReason.UNKNOWN_REPOSITORY,
            "repository: expected a registered one, found '%s' of the commit"
                .formatted(repository));
  }

  private static Optional<RequestOutcome> refused(RefusalReason reason, String message) {
    return Optional.of(new RequestOutcome.Refused(reason, message + "; nothing was recorded"));
  }
}
