package com.caiatech.afdp.lambdas.configuration;

import com.caiatech.afdp.schemas.configuration.Section;
import java.util.Map;
import java.util.Set;

/// The environment variables of all functions. Names that start with `AFDP_` and mean nothing to
/// any of them are refused, so that a misspelt one is seen at the start.
final class Settings {
  /// What settings are read for, for messages.
  static final String READING = "Environment";

  private static final Set<String> KNOWN =
      Set.of(
          "AFDP_BOLT_PASSWORD_FILE",
          "AFDP_BOLT_URI",
          "AFDP_BOLT_USER",
          "AFDP_DEAD_LETTER_QUEUE_URL",
          "AFDP_EVIDENCE_FOLDER",
          "AFDP_GIT_CREDENTIALS_FOLDER",
          "AFDP_PEOPLE_FOLDER",
          "AFDP_PEPPER_FILE",
          "AFDP_PLATFORM_FILE",
          "AFDP_POLICY_SHA256",
          "AFDP_QUEUE_ENDPOINT",
          "AFDP_QUEUE_URL",
          "AFDP_REGISTERED_FILE",
          "AFDP_WEBHOOK_SECRETS_FOLDER");

  private Settings() {}

  static Section of(Map<String, String> environment) {
    Section settings = Section.ofEnvironment(environment);
    settings.refuseOthers("AFDP_", KNOWN);
    return settings;
  }
}
