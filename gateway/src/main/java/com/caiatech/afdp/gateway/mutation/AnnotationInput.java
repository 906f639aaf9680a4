package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Annotation;
import com.caiatech.afdp.schemas.sealing.PlainText;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What somebody notes about a thing. Whether there is such a thing is for the workers to say, who
/// read the ledger.
final class AnnotationInput {
  private static final String DEPLOYMENT = "deploymentId";
  private static final String REPORT = "reportId";
  private static final String INCIDENT = "incidentId";
  private static final String REPOSITORY = "repository";
  private static final String COMMIT = "commitSha";
  private static final String TEXT = "text";

  private AnnotationInput() {}

  static Annotation of(Request request) {
    return new Annotation(
        about(request.input()), request.input().optionalText(TEXT), request.person(), null);
  }

  /// The thing that it is about.
  ///
  /// @throws IllegalArgumentException where it names none, or several
  static Annotation.About about(Input input) {
    String repository = input.optionalText(REPOSITORY);
    String commit = input.optionalText(COMMIT);
    return new Annotation.About(
        input.optionalUuid(DEPLOYMENT).map(DeploymentId::new).orElse(null),
        input.optionalUuid(REPORT).map(SubjectId::new).orElse(null),
        input.optionalUuid(INCIDENT).map(IncidentId::new).orElse(null),
        repository == null ? null : new RepositoryName(repository),
        commit == null ? null : new CommitId(commit));
  }

  /// What speaks against an input, before it is looked up what it is about.
  static Optional<Refusal> problem(Input input) {
    boolean isNew = input.uuid("id").equals(input.uuid("annotationId"));
    if (isNew && input.given(TEXT) == null) {
      return invalid("text: expected one of a new annotation, found none");
    }
    List<String> named =
        Stream.of(DEPLOYMENT, REPORT, INCIDENT, REPOSITORY, COMMIT).filter(input::has).toList();
    if (named.size() != 1 && !named.equals(List.of(REPOSITORY, COMMIT))) {
      return invalid(
          "deploymentId, reportId, incidentId, repository with commitSha: expected one of them, found "
              + (named.isEmpty() ? "none" : String.join(", ", named)));
    }
    try {
      about(input);
      return Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return invalid("repository, commitSha: " + malformed.getMessage());
    }
  }

  /// The same of a request in whose text people stand by their ids, which are longer than names.
  static Optional<Refusal> problem(Request request) {
    String text = request.input().optionalText(TEXT);
    return text != null
            && PlainText.check(TEXT, text, Annotation.MAX_TEXT)
                instanceof PlainTextCheck.Refused(String reason)
        ? invalid(reason + "; people count by their ids")
        : IncidentLink.unregistered(request);
  }

  private static Optional<Refusal> invalid(String message) {
    return Refusal.because(RefusalReason.INVALID_INPUT, message);
  }
}
