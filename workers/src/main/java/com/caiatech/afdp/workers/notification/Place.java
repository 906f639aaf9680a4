package com.caiatech.afdp.workers.notification;

import java.util.Locale;

/// What an event tells, by the name that it has in templates (`{{reason}}`) and in the data of a
/// webhook (`"reason"`).
enum Place {
  /// The kind of event.
  EVENT,
  /// The service; of an incident all of them, separated by commas.
  SERVICE,
  ENVIRONMENT,
  DEPLOYMENT,
  /// What kind of change, such as `rollback`.
  TYPE,
  /// The application's commit.
  COMMIT,
  /// The digest of the plan.
  PLAN,
  /// The id of the person who asked.
  REQUESTED_BY,
  /// Why that person asked, in their words.
  REQUEST_REASON,
  /// The approval rule of the plan.
  RULE,
  /// How many people have to approve, by the platform's configuration; the trust policy may ask for
  /// more.
  APPROVALS,
  /// When the time to decide is over.
  UNTIL,
  /// How to look at the plan and decide.
  COMMAND,
  /// How a deployment ended.
  STATUS,
  /// Why it ended so.
  REASON,
  /// The earlier deployment that serves again.
  RESTORED,
  INCIDENT,
  TITLE,
  SEVERITY,
  REPORTED_BY,
  /// Volume and index of the record that tells the event.
  RECORD,
  /// The gateway's address, where it is configured.
  GATEWAY;

  String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
