package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Fault.Symptom;
import com.caiatech.afdp.infra.generate.model.Organisation.CheckKind;
import com.caiatech.afdp.infra.generate.model.Organisation.PlannedCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What checks find: faults, each with a chance that depends on how it shows, and now and then
/// nothing at all.
final class Checks {
  /// Production has other data than staging.
  private static final double IN_PRODUCTION = 0.8;

  private final Chance chance;

  Checks(Chance chance) {
    this.chance = chance;
  }

  /// What a check found.
  ///
  /// @param cause the fault; absent where it passed, or failed for no reason
  record Found(
      boolean passed,
      @Nullable OpenFault cause,
      double cpu,
      long memory,
      double latency,
      double passRate) {
    Event.Checked event(
        int deployment, PlannedCheck check, Instant from, Instant until, int service) {
      return new Event.Checked(
          deployment,
          check,
          from,
          until,
          passed,
          cpu * (1 + service % 4),
          memory * (1 + service % 3),
          latency * (1 + service % 5),
          passRate);
    }
  }

  /// Whether the fault can show in the environment: one in the settings of another one cannot.
  static boolean concerns(OpenFault fault, Environment environment) {
    String path = fault.fault().path();
    return environment == Environment.STAGING
        ? !path.endsWith("/production.yaml")
        : !path.endsWith("/staging.yaml");
  }

  Duration duration(PlannedCheck check) {
    return switch (check.kind()) {
      case COMMAND -> chance.between(Duration.ofSeconds(15), Duration.ofSeconds(120));
      case HTTP -> chance.between(Duration.ofSeconds(2), Duration.ofSeconds(20));
      case METRIC -> chance.between(Duration.ofSeconds(60), Duration.ofSeconds(180));
    };
  }

  /// Runs a check over what a deployment brings.
  ///
  /// @param rollback of what goes back all was checked before, nothing new is found
  Found run(
      PlannedCheck check, Environment environment, List<OpenFault> brought, boolean rollback) {
    OpenFault cause = null;
    for (OpenFault fault : rollback ? List.<OpenFault>of() : brought) {
      if (cause == null && chance.happens(finds(check, fault.fault().symptom(), environment))) {
        cause = fault;
      }
    }
    boolean passed = cause == null && !chance.happens(rollback ? 0 : check.flakiness());
    boolean slow = brought.stream().anyMatch(it -> it.fault().symptom() == Symptom.SLOW);
    boolean crashes = brought.stream().anyMatch(it -> it.fault().symptom() == Symptom.CRASH);
    double strain = slow ? 1.25 : 1;
    double rate = passed ? 1 - (crashes ? 0.004 : 0.001) * chance.share() : 0.5 * chance.share();
    return new Found(
        passed,
        cause,
        rounded(0.1 * chance.aroundMedian(strain, 0.2)),
        Math.round(80e6 * chance.aroundMedian(1.0, 0.1)),
        check.kind() == CheckKind.COMMAND ? 0 : rounded(12 * chance.aroundMedian(strain, 0.25)),
        rounded(rate));
  }

  private static double finds(PlannedCheck check, Symptom symptom, Environment environment) {
    double inStaging =
        switch (check.name()) {
          case "unit-tests" ->
              symptom == Symptom.CRASH || symptom == Symptom.WRONG_RESULT ? 0.10 : 0;
          case "contract-tests" ->
              symptom == Symptom.DEPENDENCY ? 0.15 : symptom == Symptom.WRONG_RESULT ? 0.06 : 0;
          case "image-scan" -> symptom == Symptom.DEPENDENCY ? 0.1 : 0;
          case "health" ->
              symptom == Symptom.CONFIGURATION || symptom == Symptom.MIGRATION
                  ? 0.15
                  : symptom == Symptom.CRASH ? 0.08 : 0;
          case "smoke" -> symptom == Symptom.SLOW ? 0 : 0.12;
          default -> symptom == Symptom.SLOW ? 0.2 : 0.1;
        };
    if (environment == Environment.STAGING) {
      return inStaging;
    }
    return check.before() ? 0 : inStaging * IN_PRODUCTION;
  }

  /// To four digits behind the point, as measurements are told.
  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
