package com.caiatech.afdp.gateway.alert;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// An alert that fires, as Alertmanager tells it.
///
/// @param fingerprint of its labels, by which Alertmanager knows it
/// @param startsAt since when it fires; another firing of the same labels has another one
public record Alert(
    String fingerprint,
    Instant startsAt,
    Map<String, String> labels,
    Map<String, String> annotations) {
  public Alert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /// A label that says something.
  public Optional<String> label(String name) {
    return told(labels, name);
  }

  /// An annotation that says something.
  public Optional<String> annotation(String name) {
    return told(annotations, name);
  }

  private static Optional<String> told(Map<String, String> texts, String name) {
    return Optional.ofNullable(texts.get(name)).map(String::strip).filter(it -> !it.isEmpty());
  }
}
