package com.caiatech.afdp.infra.generate.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// What an organisation is made of. The same values make the same organisation.
///
/// @param deployments how many are asked for in all, rollbacks and repetitions among them
/// @param commits about how many commits there are beside each repository's first
/// @param days about how long it takes; what runs then is brought to its end
/// @param from the day on which it begins, in UTC
public record Scale(
    long seed, int deployments, int commits, int services, int people, int days, LocalDate from) {
  private static final int MOST_OF_SERVICE_A_DAY = 8;

  public Scale {
    between("deployments", deployments, 1, 1_000_000);
    between("commits", commits, 0, 20_000_000);
    between("services", services, 1, 1_000);
    between("people", people, 4, 20_000);
    between("days", days, 1, 3_650);
    between("the year of the first day", from.getYear(), 1990, 2200);
    if (deployments > (long) services * days * MOST_OF_SERVICE_A_DAY) {
      throw new IllegalArgumentException(
          "expected at most %d deployments of a service a day, found %d of %d services in %d days; ask for more days or services"
              .formatted(MOST_OF_SERVICE_A_DAY, deployments, services, days));
    }
  }

  /// The first moment.
  public Instant begin() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// The moment after the last day.
  public Instant end() {
    return begin().plus(days, ChronoUnit.DAYS);
  }

  private static void between(String what, int found, int least, int most) {
    if (found < least || found > most) {
      throw new IllegalArgumentException(
          "expected %s to be %d to %d, found %d".formatted(what, least, most, found));
    }
  }
}
