package com.caiatech.afdp.workers;

import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.workers.router.RouterLimits;
import com.caiatech.afdp.workers.target.local.Liveness;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// How the local target watches over instances, and what its routers let through.
public record TargetSettings(Liveness liveness, RouterLimits limits) {
  /// Where nothing is said.
  public static final TargetSettings DEFAULT =
      new TargetSettings(Liveness.DEFAULT, RouterLimits.DEFAULT);

  private static final String PREFIX = "AFDP_TARGET_";
  private static final String HEALTH_EVERY = PREFIX + "HEALTH_EVERY";
  private static final String HEALTH_WITHIN = PREFIX + "HEALTH_WITHIN";
  private static final String HEALTH_MISSES = PREFIX + "HEALTH_MISSES";
  private static final String CONNECTIONS = PREFIX + "CONNECTIONS";
  private static final String QUEUE = PREFIX + "QUEUE";
  private static final String QUEUED_FOR = PREFIX + "QUEUED_FOR";
  private static final String ANSWER_WITHIN = PREFIX + "ANSWER_WITHIN";

  /// The environment variables that say otherwise.
  static final Set<String> KNOWN =
      Set.of(
          HEALTH_EVERY,
          HEALTH_WITHIN,
          HEALTH_MISSES,
          CONNECTIONS,
          QUEUE,
          QUEUED_FOR,
          ANSWER_WITHIN);

  /// Reads them alone, from an environment that holds others too.
  ///
  /// @throws com.caiatech.afdp.schemas.SchemasException.ConfigurationFault naming every variable
  ///   that is unknown or wrong
  public static TargetSettings ofEnvironment(Map<String, String> environment) {
    Section settings = Section.ofEnvironment(environment);
    settings.refuseOthers(PREFIX, KNOWN);
    TargetSettings read = read(settings);
    return settings.complete("Opening the local target", () -> read);
  }

  /// Reads them; what is wrong is a problem of the section.
  static TargetSettings read(Section settings) {
    return new TargetSettings(
        new Liveness(
            time(settings, HEALTH_EVERY, Liveness.DEFAULT.every()),
            time(settings, HEALTH_WITHIN, Liveness.DEFAULT.within()),
            number(settings, HEALTH_MISSES, 1, Liveness.DEFAULT.inARow())),
        new RouterLimits(
            number(settings, CONNECTIONS, 1, RouterLimits.DEFAULT.connections()),
            number(settings, QUEUE, 0, RouterLimits.DEFAULT.queue()),
            time(settings, QUEUED_FOR, RouterLimits.DEFAULT.queuedFor()),
            time(settings, ANSWER_WITHIN, RouterLimits.DEFAULT.answerWithin())));
  }

  private static Duration time(Section settings, String name, Duration fallback) {
    Duration found = settings.duration(name, fallback);
    if (found.isPositive()) {
      return found;
    }
    settings.problem(name, "a duration above 0", found.toString());
    return fallback;
  }

  private static int number(Section settings, String name, int least, int fallback) {
    String found = settings.text(name, Integer.toString(fallback));
    try {
      int number = Integer.parseInt(found);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException none) {
      // said below
    }
    settings.problem(name, "a whole number of %d or more".formatted(least), "'" + found + "'");
    return fallback;
  }
}
