package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What somebody says has become of an incident: what is known of it, with what the request gives
/// instead. Since a report tells all that is known, it holds for the last report alone that it was
/// made of; the workers see to that.
final class IncidentUpdate {
  private static final List<String> TEXTS =
      List.of("phase", "severity", "title", "description", "environment");
  private static final List<String> LISTS = List.of("services", "components");
  private static final List<String> MOMENTS = List.of("startedAt", "detectedAt", "resolvedAt");

  private IncidentUpdate() {}

  static Optional<Refusal> problem(Request request) {
    Input input = request.input();
    return LISTS.stream()
        .filter(list -> input.has(list) && input.texts(list).isEmpty())
        .findFirst()
        .flatMap(
            list ->
                Refusal.because(
                    RefusalReason.INVALID_INPUT,
                    list
                        + ": expected at least one, found none; leave it out to keep what is"
                        + " known"))
        .or(() -> saysNothing(input));
  }

  private static Optional<Refusal> saysNothing(Input input) {
    boolean says =
        TEXTS.stream().anyMatch(text -> input.optionalText(text) != null)
            || Stream.concat(LISTS.stream(), MOMENTS.stream()).anyMatch(input::has);
    return says
        ? Optional.empty()
        : Refusal.because(
            RefusalReason.INVALID_INPUT,
            "input: expected something that has changed, such as phase or severity, found nothing");
  }

  /// @param description sealed; absent where nothing is added to what is known
  static IncidentReport of(Request request, @Nullable String description) {
    Input input = request.input();
    IncidentReport before = request.incident().report();
    IncidentPhase phase = phase(input, before);
    String severity = input.optionalText("severity");
    Instant over = input.optionalMoment("resolvedAt");
    return new IncidentReport(
        phase,
        severity == null ? before.severity() : Severity.valueOf(severity),
        Objects.requireNonNullElse(input.optionalText("title"), before.title()),
        services(input, before),
        environment(input, before),
        input.has("components") ? input.texts("components") : before.components(),
        input.has("startedAt") ? input.optionalMoment("startedAt") : before.startedAt(),
        Objects.requireNonNullElse(input.optionalMoment("detectedAt"), before.detectedAt()),
        over == null && phase.isOver() ? before.resolvedAt() : over,
        request.person(),
        description,
        null);
  }

  /// The services that the incident has afterwards.
  static List<ServiceName> services(Input input, IncidentReport before) {
    return input.has("services")
        ? input.texts("services").stream().map(ServiceName::new).distinct().toList()
        : before.services();
  }

  /// The environment that the incident has afterwards.
  static @Nullable EnvironmentName environment(Input input, IncidentReport before) {
    String environment = input.optionalText("environment");
    return environment == null ? before.affectedEnvironment() : new EnvironmentName(environment);
  }

  private static IncidentPhase phase(Input input, IncidentReport before) {
    String phase = input.optionalText("phase");
    if (phase != null) {
      return IncidentPhase.valueOf(phase);
    }
    return before.phase() == IncidentPhase.OPENED ? IncidentPhase.UPDATED : before.phase();
  }

  static MutationOutcome updated(Request request, Receipt receipt) {
    IncidentReport before = request.incident().report();
    return new MutationOutcome.IncidentUpdated(
        request.subject(), before.phase(), phase(request.input(), before), receipt);
  }
}
