package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of an incident at one stage; a later report replaces what it repeats.
///
/// @param affectedEnvironment absent where several or unknown; the header's own environment is `_`
/// @param components path prefixes in the services' repositories, such as `src/cart`
public record IncidentReport(
    IncidentPhase phase,
    Severity severity,
    String title,
    List<ServiceName> services,
    @Nullable EnvironmentName affectedEnvironment,
    List<String> components,
    @Nullable Instant startedAt,
    Instant detectedAt,
    @Nullable Instant resolvedAt,
    PersonId reportedBy,
    @Nullable String description,
    @Nullable Intent intent)
    implements PersonCaused {
  /// How far the clocks of who reports and of the platform may be apart.
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  public IncidentReport {
    services = List.copyOf(services);
    components = List.copyOf(components);
  }

  /// When it was over: as the report says, else when one that says that it is resolved was made.
  ///
  /// @param reported when the report was made
  public @Nullable Instant resolvedAt(Instant reported) {
    return resolvedAt != null || phase != IncidentPhase.RESOLVED ? resolvedAt : reported;
  }

  /// Whether it takes away what was said of when it was over: it lasts, again.
  public boolean lasts() {
    return resolvedAt == null && !phase.isOver();
  }

  /// What is known of the incident with this report: what it does not say stays as it was known
  /// before, and when it was over is said.
  ///
  /// @param before what was known; absent for the first report
  /// @param reported when this one was made
  public IncidentReport known(@Nullable IncidentReport before, Instant reported) {
    Instant over = resolvedAt(reported);
    return new IncidentReport(
        phase,
        severity,
        title,
        before == null || !services.isEmpty() ? services : before.services,
        before == null || affectedEnvironment != null
            ? affectedEnvironment
            : before.affectedEnvironment,
        before == null || !components.isEmpty() ? components : before.components,
        before == null || startedAt != null ? startedAt : before.startedAt,
        detectedAt,
        before == null || over != null || lasts() ? over : before.resolvedAt,
        before == null ? reportedBy : before.reportedBy,
        before == null || description != null ? description : before.description,
        null);
  }

  /// What is wrong with its phase after what was known before, see {@link IncidentPhase#next}.
  public Optional<String> misplaced(IncidentReport before) {
    return before.phase.next().contains(phase)
        ? Optional.empty()
        : Optional.of(
            "phase: an incident that is %s can become %s, found %s"
                .formatted(before.phase, before.phase.nextNames(), phase));
  }

  /// What is wrong with its times after what was known before: it cannot begin after it was
  /// noticed, end before it began (before it was noticed, where no start is known), or have times
  /// in the future; one that lasts has no end. What stays as it was is not judged again.
  ///
  /// @param reported when the report was made
  public Optional<String> untimely(IncidentReport before, Instant reported) {
    IncidentReport now = known(before, reported);
    Instant start = now.startedAt;
    Instant begun = start == null ? detectedAt : start;
    Instant over = now.resolvedAt;
    Instant latest = reported.plus(CLOCK_TOLERANCE);
    if (resolvedAt != null && !phase.isOver()) {
      return Optional.of(
          "resolvedAt: expected none while the incident is %s, found %s; tell the phase RESOLVED with it"
              .formatted(phase, resolvedAt));
    }
    boolean startMoved = !Objects.equals(start, before.startedAt);
    boolean detectionMoved = !detectedAt.equals(before.detectedAt);
    boolean endMoved = !Objects.equals(over, before.resolvedAt);
    if (start != null && startMoved && start.isAfter(latest)) {
      return later("startedAt", reported, start);
    }
    if (detectionMoved && detectedAt.isAfter(latest)) {
      return later("detectedAt", reported, detectedAt);
    }
    if (over != null && endMoved && over.isAfter(latest)) {
      return later("resolvedAt", reported, over);
    }
    if (start != null && (startMoved || detectionMoved) && start.isAfter(detectedAt)) {
      return Optional.of(
          "startedAt: expected %s, when it was detected, or earlier, found %s"
              .formatted(detectedAt, start));
    }
    return over != null && (startMoved || detectionMoved || endMoved) && over.isBefore(begun)
        ? Optional.of(
            "resolvedAt: expected %s, when it %s, or later, found %s"
                .formatted(begun, start == null ? "was detected" : "started", over))
        : Optional.empty();
  }

  private static Optional<String> later(String field, Instant reported, Instant found) {
    return Optional.of(
        "%s: expected no moment later than %s, found %s".formatted(field, reported, found));
  }
}
