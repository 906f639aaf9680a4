package com.caiatech.afdp.workers.notification;

import static com.caiatech.afdp.workers.notification.Place.APPROVALS;
import static com.caiatech.afdp.workers.notification.Place.COMMAND;
import static com.caiatech.afdp.workers.notification.Place.COMMIT;
import static com.caiatech.afdp.workers.notification.Place.DEPLOYMENT;
import static com.caiatech.afdp.workers.notification.Place.ENVIRONMENT;
import static com.caiatech.afdp.workers.notification.Place.EVENT;
import static com.caiatech.afdp.workers.notification.Place.GATEWAY;
import static com.caiatech.afdp.workers.notification.Place.INCIDENT;
import static com.caiatech.afdp.workers.notification.Place.PLAN;
import static com.caiatech.afdp.workers.notification.Place.REASON;
import static com.caiatech.afdp.workers.notification.Place.RECORD;
import static com.caiatech.afdp.workers.notification.Place.REPORTED_BY;
import static com.caiatech.afdp.workers.notification.Place.REQUESTED_BY;
import static com.caiatech.afdp.workers.notification.Place.REQUEST_REASON;
import static com.caiatech.afdp.workers.notification.Place.RESTORED;
import static com.caiatech.afdp.workers.notification.Place.RULE;
import static com.caiatech.afdp.workers.notification.Place.SERVICE;
import static com.caiatech.afdp.workers.notification.Place.SEVERITY;
import static com.caiatech.afdp.workers.notification.Place.STATUS;
import static com.caiatech.afdp.workers.notification.Place.TITLE;
import static com.caiatech.afdp.workers.notification.Place.TYPE;
import static com.caiatech.afdp.workers.notification.Place.UNTIL;

import com.caiatech.afdp.schemas.record.RecordKind;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be told, each with the places that its text may have and the text where none is
/// configured. The names are those of configuration and of the member `type` of a webhook.
public enum EventKind {
  /// A plan is about to be carried out.
  OPENED(
      "deployment.opened",
      "{{service}} in {{environment}}: the {{type}} of {{commit}} that {{requested_by}} asked for"
          + " has begun"),
  /// A plan waits for people to approve it.
  APPROVAL_WANTED(
      "deployment.approval_wanted",
      "{{service}} in {{environment}}: the {{type}} of {{commit}} that {{requested_by}} asked for"
          + " ({{request_reason}}) waits for approvals, {{approvals}} by rule {{rule}}, until"
          + " {{until}}. Plan {{plan}}. Decide with: {{command}}"),
  /// A deployment or a rollback that did not succeed; not one that gave way to another.
  FAILED(
      "deployment.failed",
      "{{service}} in {{environment}}: the deployment {{deployment}} that {{requested_by}} asked"
          + " for ended as {{status}}: {{reason}}. Serves again: {{restored}}"),
  /// A rollback that succeeded.
  ROLLED_BACK(
      "deployment.rolled_back",
      "{{service}} in {{environment}}: rolled back to {{commit}}, as {{requested_by}} asked for"
          + " ({{request_reason}})"),
  /// A deployment that succeeded.
  SUCCEEDED(
      "deployment.succeeded",
      "{{service}} in {{environment}}: {{commit}} serves, as {{requested_by}} asked for"),
  /// A deployment that gave way to another before anything of it had started.
  SUPERSEDED(
      "deployment.superseded",
      "{{service}} in {{environment}}: the deployment {{deployment}} that {{requested_by}} asked"
          + " for gave way to another: {{reason}}"),
  INCIDENT_OPENED(
      "incident.opened",
      "Incident ({{severity}}): {{title}}. Services: {{service}}, environment: {{environment}}."
          + " Reported by {{reported_by}}"),
  /// An incident that somebody reported as resolved.
  INCIDENT_CLOSED(
      "incident.closed",
      "Incident resolved ({{severity}}): {{title}}. Services: {{service}}, environment:"
          + " {{environment}}. Reported by {{reported_by}}");

  private final String value;
  private final String text;

  EventKind(String value, String text) {
    this.value = value;
    this.text = text;
  }

  /// The kind of that name.
  ///
  /// @throws IllegalArgumentException that names all kinds
  @JsonCreator
  public static EventKind of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.value.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected events among "
                        + Arrays.stream(values())
                            .map(EventKind::value)
                            .collect(Collectors.joining(", "))
                        + ", found '"
                        + name
                        + "'"));
  }

  /// Such as `deployment.failed`.
  @JsonValue
  public String value() {
    return value;
  }

  /// The text where no other is configured.
  String text() {
    return text;
  }

  /// What a text of this kind may name, in the order of {@link Place}.
  Set<Place> places() {
    Set<Place> places = EnumSet.of(EVENT, SERVICE, ENVIRONMENT, RECORD, GATEWAY);
    places.addAll(
        switch (this) {
          case OPENED, APPROVAL_WANTED, FAILED, ROLLED_BACK, SUCCEEDED, SUPERSEDED ->
              EnumSet.of(DEPLOYMENT, TYPE, COMMIT, PLAN, REQUESTED_BY, REQUEST_REASON);
          case INCIDENT_OPENED, INCIDENT_CLOSED ->
              EnumSet.of(INCIDENT, TITLE, SEVERITY, REPORTED_BY);
        });
    places.addAll(
        switch (this) {
          case APPROVAL_WANTED -> EnumSet.of(RULE, APPROVALS, UNTIL, COMMAND);
          case FAILED -> EnumSet.of(STATUS, REASON, RESTORED);
          case SUPERSEDED -> EnumSet.of(STATUS, REASON);
          case ROLLED_BACK, SUCCEEDED -> EnumSet.of(STATUS);
          case OPENED, INCIDENT_OPENED, INCIDENT_CLOSED -> EnumSet.noneOf(Place.class);
        });
    return places;
  }

  /// The kinds of records that may tell such an event.
  Set<RecordKind> toldBy() {
    return switch (this) {
      case OPENED -> EnumSet.of(RecordKind.MANIFEST_OPENED);
      case APPROVAL_WANTED -> EnumSet.of(RecordKind.MANIFEST_OPENED, RecordKind.CHECK_RESULT);
      case FAILED, ROLLED_BACK, SUCCEEDED, SUPERSEDED -> EnumSet.of(RecordKind.MANIFEST_CLOSED);
      case INCIDENT_OPENED, INCIDENT_CLOSED -> EnumSet.of(RecordKind.INCIDENT_REPORT);
    };
  }
}
