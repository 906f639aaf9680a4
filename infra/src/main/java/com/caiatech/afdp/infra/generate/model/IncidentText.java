package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Fault.Symptom;
import com.caiatech.afdp.infra.generate.model.Organisation.Component;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people see and say of a fault: sometimes where it is, sometimes only what it does, and now
/// and then something wrong.
final class IncidentText {
  private static final Duration SHORTEST = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofDays(5);

  private final Chance chance;

  IncidentText(Chance chance) {
    this.chance = chance;
  }

  /// From the moment from which it serves until it shows.
  Duration untilItShows(Symptom symptom) {
    double minutes =
        switch (symptom) {
          case CRASH -> 40;
          case CONFIGURATION -> 90;
          case SLOW -> 300;
          case MIGRATION -> 360;
          case WRONG_RESULT -> 480;
          case DEPENDENCY -> 720;
        };
    Duration drawn = Duration.ofMillis((long) (chance.exponential(minutes) * 60_000));
    Duration least = drawn.compareTo(SHORTEST) < 0 ? SHORTEST : drawn;
    return least.compareTo(LONGEST) > 0 ? LONGEST : least;
  }

  String outage() {
    return chance.of(Words.OUTAGES);
  }

  /// In one line; that of a crash mostly names class and file, as a stack trace does, one in seven
  /// times those of a caller.
  String title(Service service, Fault fault, String component) {
    String path = chance.happens(0.85) ? fault.path() : neighbour(service, component, fault);
    String name = CommitText.name(path);
    return switch (fault.symptom()) {
      case CRASH ->
          chance.happens(0.6)
              ? "%s in %s.%s (%s:%d)"
                  .formatted(
                      chance.of(Words.FAULTS),
                      name,
                      chance.of(Words.VERBS),
                      path.substring(path.lastIndexOf('/') + 1),
                      chance.between(5, 90))
              : service.name() + " answers 500 for part of the requests";
      case WRONG_RESULT ->
          chance.happens(0.35)
              ? "%s shows wrong values, %s looks suspicious".formatted(service.name(), name)
              : "%s: wrong %s for some customers".formatted(service.name(), component);
      case SLOW ->
          chance.happens(0.3)
              ? "%s is slow, most of the time is spent in %s".formatted(service.name(), name)
              : service.name() + " answers slowly";
      case CONFIGURATION ->
          "%s %s"
              .formatted(
                  service.name(),
                  chance.of(
                      List.of(
                          "refuses requests since the limits changed",
                          "runs out of connections",
                          "does not start on all hosts")));
      case MIGRATION ->
          "%s: %s cannot be read for older customers".formatted(service.name(), component);
      case DEPENDENCY ->
          chance.happens(0.5)
              ? service.name() + " fails on calls of a client library"
              : service.name() + " leaks memory";
    };
  }

  private String neighbour(Service service, String component, Fault fault) {
    return service.components().stream()
        .filter(it -> it.name().equals(component))
        .findFirst()
        .map(it -> it.path() + "/" + chance.of(it.files()) + ".java")
        .orElse(fault.path());
  }

  /// The parts of the service that are named: mostly the one that shows it, now and then another or
  /// none.
  ///
  /// @param component absent for an outage
  List<String> components(Service service, @Nullable String component) {
    double share = chance.share();
    boolean right = component != null && share < 0.7;
    if (!right && share > 0.82) {
      return List.of();
    }
    Component other = chance.of(service.components());
    return service.components().stream()
        .filter(it -> it.name().equals(right ? component : other.name()))
        .map(Component::path)
        .toList();
  }
}
