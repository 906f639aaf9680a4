package com.caiatech.afdp.lambdas.configuration;

import com.caiatech.afdp.lambdas.LambdasException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Environment variables. Names that start with `AFDP_` and mean nothing are refused, so that a
/// misspelt one is seen at the start.
final class Settings {
  private static final String OURS = "AFDP_";
  private static final Set<String> KNOWN =
      Set.of(
          "AFDP_BOLT_PASSWORD_FILE",
          "AFDP_BOLT_URI",
          "AFDP_BOLT_USER",
          "AFDP_EVIDENCE_FOLDER",
          "AFDP_PEOPLE_FOLDER",
          "AFDP_PEPPER_FILE",
          "AFDP_PLATFORM_FILE",
          "AFDP_POLICY_SHA256",
          "AFDP_QUEUE_ENDPOINT",
          "AFDP_QUEUE_URL",
          "AFDP_WEBHOOK_SECRET_FILE");

  private final Map<String, String> values;

  Settings(Map<String, String> values) {
    this.values = Map.copyOf(values);
    Set<String> unknown = new TreeSet<>();
    for (String name : values.keySet()) {
      if (name.startsWith(OURS) && !KNOWN.contains(name)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new LambdasException.ConfigurationFault(
          "Environment: unknown settings " + unknown + "; known are " + new TreeSet<>(KNOWN));
    }
  }

  String text(String name) {
    return optional(name)
        .orElseThrow(
            () -> new LambdasException.ConfigurationFault("Environment: " + name + " is not set"));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  Path path(String name) {
    return Path.of(text(name));
  }

  /// The content of the file that the setting names, without a line feed at its end.
  String secret(String name) {
    Path file = path(name);
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException unreadable) {
      throw new LambdasException.ConfigurationFault(
          "Environment: " + name + ": the file " + file.getFileName() + " cannot be read",
          unreadable);
    }
  }
}
