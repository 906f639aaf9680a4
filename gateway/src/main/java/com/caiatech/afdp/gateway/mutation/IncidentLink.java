package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What somebody says of an incident's cause: a deployment of ours, or what another deployer did.
/// Whether there is such a one is for the workers to say, who read the ledger.
final class IncidentLink {
  private static final String DEPLOYMENT = "deploymentId";
  private static final String REPORT = "reportId";

  private IncidentLink() {}

  /// Whether the request names what another deployer did.
  static boolean isAsserted(Input input) {
    return input.optionalUuid(REPORT).isPresent();
  }

  static CausalLink of(Request request) {
    Input input = request.input();
    String repository = input.optionalText("repository");
    String commit = input.optionalText("commitSha");
    return new CausalLink(
        new DeploymentId(input.uuid(isAsserted(input) ? REPORT : DEPLOYMENT)),
        repository == null ? null : new RepositoryName(repository),
        commit == null ? null : new CommitId(commit),
        CausalMethod.DECLARED,
        input.number("confidence", 1),
        request.person().value(),
        request.reason(),
        null);
  }

  static MutationOutcome linked(Request request, Receipt receipt) {
    return new MutationOutcome.IncidentLinked(
        request.subject(), named(request, DEPLOYMENT), named(request, REPORT), receipt);
  }

  private static @Nullable UUID named(Request request, String field) {
    return request.input().optionalUuid(field).orElse(null);
  }

  static Optional<Refusal> problem(Request request) {
    boolean ours = request.input().optionalUuid(DEPLOYMENT).isPresent();
    return ours == isAsserted(request.input())
        ? Refusal.because(
            RefusalReason.INVALID_INPUT,
            "deploymentId, reportId: expected one of them, a deployment of ours or the report of one"
                + " by another deployer, found "
                + (ours ? "both" : "neither"))
        : namedCommit(request);
  }

  /// A commit is named by repository and full id, or not at all.
  private static Optional<Refusal> namedCommit(Request request) {
    String repository = request.input().optionalText("repository");
    String commit = request.input().optionalText("commitSha");
    if ((repository == null) != (commit == null)) {
      return Refusal.because(
          RefusalReason.INVALID_INPUT,
          "commitSha: expected repository and commitSha together or neither, found only "
              + (repository == null ? "commitSha" : "repository"));
    }
    if (repository == null || commit == null) {
      return Optional.empty();
    }
    try {
      new RepositoryName(repository);
      new CommitId(commit);
      return unregistered(request);
    } catch (IllegalArgumentException malformed) {
      return Refusal.because(
          RefusalReason.INVALID_INPUT, "repository, commitSha: " + malformed.getMessage());
    }
  }

  /// A commit that is named well has to be of a repository that is known.
  static Optional<Refusal> unregistered(Request request) {
    String repository = request.input().optionalText("repository");
    return repository == null
            || request.platform().repository(new RepositoryName(repository)).isPresent()
        ? Optional.empty()
        : Refusal.because(
            RefusalReason.UNKNOWN_REF,
            "repository: expected a registered one, found '%s' for the commit %s"
                .formatted(repository, request.input().text("commitSha")));
  }
}
