package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.alert.Alert;
import com.caiatech.afdp.gateway.alert.AlertIntake;
import com.caiatech.afdp.gateway.alert.AlertNotification;
import com.caiatech.afdp.gateway.alert.AlertOutcome;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Severity;
import com.caiatech.afdp.schemas.sealing.PlainText;
import com.caiatech.afdp.schemas.sealing.PlainTextCheck;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reports an incident for each alert that fires, as the mutation `reportIncident` does, in the
/// name of whoever the alerting system's token belongs to.
///
/// The incident's id follows from the reporter and from the alert's fingerprint and start, so that
/// an alert that is told again, as Alertmanager does on purpose, is one incident; a text that has
/// changed meanwhile changes nothing. That an alert is resolved leaves no record: what has been
/// mended, people say.
public final class AlertIncidents implements AlertIntake {
  private static final int MOST_REPORTED = 100;
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DESCRIPTION = 4000;

  private final MutationWiring mutations;

  public AlertIncidents(MutationWiring mutations) {
    this.mutations = mutations;
  }

  @Override
  public List<AlertOutcome> take(Principal sender, AlertNotification notification) {
    List<AlertOutcome> outcomes = new ArrayList<>();
    for (Alert alert : notification.firing()) {
      outcomes.add(
          outcomes.size() < MOST_REPORTED
              ? reported(sender, alert)
              : new AlertOutcome.Refused(
                  alert.fingerprint(),
                  RefusalReason.INVALID_INPUT,
                  "expected at most %d alerts that fire, found %d; group them further"
                      .formatted(MOST_REPORTED, notification.firing().size())));
    }
    return outcomes;
  }

  private AlertOutcome reported(Principal sender, Alert alert) {
    UUID id = id(sender, alert);
    return switch (mutations.carryOutOfAnyMoment(
        Action.REPORT_INCIDENT.value(), sender, input(id, alert))) {
      case MutationOutcome.IncidentRefused(UUID _, RefusalReason reason, String message)
          when reason != RefusalReason.CONFLICT ->
          new AlertOutcome.Refused(alert.fingerprint(), reason, message);
      default -> new AlertOutcome.Reported(alert.fingerprint(), id);
    };
  }

  private static UUID id(Principal sender, Alert alert) {
    return Ids.uuid7(
        alert.startsAt(),
        Sha256.ofUtf8(
            String.join(
                "\n",
                sender.personId().value(),
                alert.fingerprint(),
                alert.startsAt().toString())));
  }

  private static Input input(UUID id, Alert alert) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("id", id);
    fields.put("severity", severity(alert).name());
    fields.put("title", title(alert));
    fields.put(
        "description",
        alert
            .annotation("description")
            .map(text -> shortened(text, LONGEST_DESCRIPTION))
            .orElse(null));
    fields.put("environment", alert.label("environment").or(() -> alert.label("env")).orElse(null));
    fields.put("services", listed(alert.label("service")));
    fields.put("components", listed(alert.annotation("afdp_components")));
    fields.put("startedAt", alert.startsAt());
    return new Input(fields);
  }

  private static Severity severity(Alert alert) {
    return switch (alert.label("severity").orElse("").toLowerCase(Locale.ROOT)) {
      case "critical", "page", "sev1" -> Severity.SEV1;
      case "error", "major", "high", "sev2" -> Severity.SEV2;
      case "info", "none", "low", "sev4" -> Severity.SEV4;
      default -> Severity.SEV3;
    };
  }

  /// The summary, else the alert's name, whichever may stand in clear.
  private static String title(Alert alert) {
    return Stream.of(alert.annotation("summary"), alert.label("alertname"))
        .flatMap(Optional::stream)
        .map(text -> shortened(text.lines().findFirst().orElse(""), LONGEST_TITLE))
        .filter(
            text ->
                PlainText.check("title", text, LONGEST_TITLE) instanceof PlainTextCheck.Accepted)
        .findFirst()
        .orElse("alert " + alert.fingerprint());
  }

  private static List<String> listed(Optional<String> names) {
    return names.stream()
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private static String shortened(String text, int most) {
    int length = text.codePointCount(0, text.length());
    return length <= most ? text : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
