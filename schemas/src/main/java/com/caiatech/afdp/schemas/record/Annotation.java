package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Intent;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person notes about a thing that stands in ledgers or repositories. The annotation is the
/// record's subject: a further record of it by the same person about the same thing replaces the
/// text, or withdraws it; nothing else in its folder counts. Nothing is computed from it.
///
/// @param text in clear, 1 to {@value #MAX_TEXT} characters (Unicode code points); absent where the
///   annotation is withdrawn
/// @param annotatedBy whose word it is
public record Annotation(
    About about, @Nullable String text, PersonId annotatedBy, @Nullable Intent intent)
    implements PersonCaused {
  /// How long a text may be, in characters (Unicode code points).
  public static final int MAX_TEXT = 1000;

  /// Whether it tells of the same annotation as the first record of the subject does.
  public boolean follows(Annotation first) {
    return about.equals(first.about) && annotatedBy.equals(first.annotatedBy);
  }

  /// What an annotation is about: exactly one thing, a commit by its repository and its hash.
  /// Steps, checks and approvals are parts of their deployment, and are spoken of as it.
  ///
  /// @param reportId what another deployer did, by the subject of the report of it
  public record About(
      @Nullable DeploymentId deploymentId,
      @Nullable SubjectId reportId,
      @Nullable IncidentId incidentId,
      @Nullable RepositoryName repository,
      @Nullable CommitId commitHash) {
    public About {
      long things =
          Stream.of(deploymentId, reportId, incidentId, commitHash)
              .filter(Objects::nonNull)
              .count();
      if (things != 1 || (repository == null) != (commitHash == null)) {
        throw new IllegalArgumentException(
            "Annotation.About: expected one of a deployment, a report, an incident, and a repository"
                + " with a commit, found "
                + things
                + (things == 1 ? " and half of a commit" : " of them"));
      }
    }

    /// A deployment of ours.
    public static About deployment(DeploymentId id) {
      return new About(id, null, null, null, null);
    }

    /// What another deployer did.
    public static About report(SubjectId id) {
      return new About(null, id, null, null, null);
    }

    /// An incident.
    public static About incident(IncidentId id) {
      return new About(null, null, id, null, null);
    }

    /// A commit.
    public static About commit(RepositoryName repository, CommitId commit) {
      return new About(null, null, null, repository, commit);
    }

    @Override
    public String toString() {
      return Stream.of(
              told("deployment", deploymentId),
              told("report", reportId),
              told("incident", incidentId),
              told("commit", commitHash == null ? null : repository + "@" + commitHash))
          .filter(text -> !text.isEmpty())
          .findFirst()
          .orElseThrow();
    }

    private static String told(String kind, @Nullable Object id) {
      return id == null ? "" : kind + " " + id;
    }
  }
}
