package com.caiatech.afdp.infra.generate.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/// When people work: an hour of a working day counts as one hour of work, one of the night or of a
/// weekend as a small part of it. All of the organisation is in one zone, UTC.
final class WorkingTime {
  private static final int HOURS = 7 * 24;
  private static final double MILLIS = 3_600_000;

  /// A Monday.
  private static final Instant MONDAY = Instant.parse("1990-01-01T00:00:00Z");

  /// Work done by the beginning of each hour of a week.
  private final double[] done = new double[HOURS + 1];

  WorkingTime() {
    for (int hour = 0; hour < HOURS; hour++) {
      done[hour + 1] = done[hour] + intensity(hour / 24, hour % 24);
    }
  }

  private static double intensity(int day, int hour) {
    if (day >= 5) {
      return 0.04;
    }
    if (hour >= 9 && hour < 18) {
      return 1;
    }
    return hour >= 7 && hour < 22 ? 0.2 : 0.04;
  }

  /// How much work was done by the moment.
  double work(Instant moment) {
    long millis = MONDAY.until(moment, ChronoUnit.MILLIS);
    double hours = millis / MILLIS;
    long week = (long) Math.floor(hours / HOURS);
    double within = hours - week * HOURS;
    int hour = Math.min(HOURS - 1, (int) within);
    return week * done[HOURS] + done[hour] + (within - hour) * (done[hour + 1] - done[hour]);
  }

  /// The moment by which so much work was done.
  Instant moment(double work) {
    long week = (long) Math.floor(work / done[HOURS]);
    double within = work - week * done[HOURS];
    int hour = 0;
    while (hour < HOURS - 1 && done[hour + 1] <= within) {
      hour++;
    }
    double part = (within - done[hour]) / (done[hour + 1] - done[hour]);
    double hours = week * (double) HOURS + hour + Math.min(1, part);
    return MONDAY.plusMillis((long) (hours * MILLIS));
  }

  /// Whether it is at night, on a weekend, or a Friday's afternoon: when few look.
  static boolean isRisky(Instant moment) {
    ZonedDateTime local = moment.atZone(ZoneOffset.UTC);
    DayOfWeek day = local.getDayOfWeek();
    return local.getHour() < 7
        || local.getHour() >= 20
        || day == DayOfWeek.SATURDAY
        || day == DayOfWeek.SUNDAY
        || (day == DayOfWeek.FRIDAY && local.getHour() >= 15);
  }
}
