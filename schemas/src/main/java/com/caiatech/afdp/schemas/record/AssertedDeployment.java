package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What somebody says that another deployer did: Argo CD, GitHub Actions, a shell script. It is
/// asserted, whoever says it: no worker ran it, nothing of ours was serving, and it stands for no
/// deployment, check or approval of this platform.
///
/// @param repository the service's repository in the role application, as the platform knew it
/// @param part what of it is the service's; absent for all of it
/// @param version what the deployer calls this version
/// @param startedAt as the deployer says
/// @param finishedAt as the deployer says
/// @param reportedBy whose word it is
public record AssertedDeployment(
    RepositoryName repository,
    @Nullable RepositoryPart part,
    CommitId commitHash,
    @Nullable String version,
    ReportedStatus status,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Previous previous,
    Deployer deployer,
    PersonId reportedBy,
    @Nullable Intent intent)
    implements PersonCaused {
  /// How far the clocks of a deployer and of the platform may be apart.
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private static final Pattern VERSION = Pattern.compile("[!-~]([ -~]{0,98}[!-~])?");

  public AssertedDeployment {
    if (version != null) {
      requireMatch("version", version, VERSION, "1 to 100 printable ASCII characters");
    }
  }

  /// What was deployed before.
  ///
  /// @param reportId the subject of the report that the gateway took it from; absent where the
  ///   deployer told it
  public record Previous(CommitId commitHash, @Nullable SubjectId reportId) {}

  /// The tool that deployed.
  ///
  /// @param name such as `argo-cd`
  /// @param externalId what it calls this deployment; a reporter tells each once
  /// @param url where it shows it
  public record Deployer(String name, String externalId, @Nullable String url) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[!-~]{1,200}");
    private static final Pattern URL = Pattern.compile("https?://[!-~]{1,1000}");

    public Deployer {
      requireMatch("deployer.name", name, NAME, "lower-case letters, digits and inner hyphens");
      requireMatch(
          "deployer.externalId",
          externalId,
          EXTERNAL_ID,
          "1 to 200 printable ASCII characters without spaces");
      if (url != null) {
        requireMatch("deployer.url", url, URL, "http:// or https:// and at most 1,000 characters");
      }
    }
  }

  /// What makes two reports ones of the same deployment: reporter, deployer, its own id, and where
  /// it was deployed. Another reporter's word neither stands for this one nor hinders it.
  public Sha256 identity(Scope scope) {
    return Sha256.ofUtf8(
        String.join(
            "\n",
            reportedBy.value(),
            deployer.name(),
            deployer.externalId(),
            scope.environmentText(),
            scope.serviceText()));
  }

  /// Whether both say the same of the deployment, apart from what the gateway adds: where the
  /// service lies, and what was reported before.
  public boolean saysTheSameAs(AssertedDeployment other) {
    return commitHash.equals(other.commitHash)
        && Objects.equals(version, other.version)
        && status == other.status
        && Objects.equals(startedAt, other.startedAt)
        && Objects.equals(finishedAt, other.finishedAt)
        && Objects.equals(toldPrevious(), other.toldPrevious())
        && deployer.equals(other.deployer)
        && reportedBy.equals(other.reportedBy);
  }

  /// The commit that the deployer itself says was deployed before.
  private @Nullable CommitId toldPrevious() {
    return previous == null || previous.reportId() != null ? null : previous.commitHash();
  }

  /// What is wrong with its times: it cannot end before it started, or lie in the future.
  ///
  /// @param reported when the report was made
  public Optional<String> untimely(Instant reported) {
    if (startedAt != null && finishedAt != null && finishedAt.isBefore(startedAt)) {
      return Optional.of(
          "finishedAt: expected %s, the start, or later, found %s"
              .formatted(startedAt, finishedAt));
    }
    Instant latest = reported.plus(CLOCK_TOLERANCE);
    return Stream.of(startedAt, finishedAt)
        .filter(Objects::nonNull)
        .filter(moment -> moment.isAfter(latest))
        .findFirst()
        .map(moment -> "expected no moment later than %s, found %s".formatted(reported, moment));
  }

  /// When it happened, as far as it is told.
  ///
  /// @param reported when the report was made
  public Instant happenedAt(Instant reported) {
    return Objects.requireNonNullElse(startedAt, Objects.requireNonNullElse(finishedAt, reported));
  }

  private static void requireMatch(String field, String value, Pattern pattern, String expected) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s: expected %s, found '%s'".formatted(field, expected, Excerpt.of(value, 80)));
    }
  }
}
