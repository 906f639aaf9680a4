package com.caiatech.afdp.graphmodel.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stretch of recorded time in milliseconds, half-open and never empty.
///
/// @param until absent while it lasts
public record Interval(Instant since, @Nullable Instant until) {
  private static final String SEPARATOR = "-";

  public Interval {
    if (until != null && !since.isBefore(until)) {
      throw new IllegalArgumentException(
          "Interval: expected an end after " + since + ", found " + until);
    }
  }

  /// The interval that begins then and lasts.
  public static Interval from(Instant since) {
    return new Interval(since, null);
  }

  /// When it begins, and when it ends where it does.
  List<Instant> bounds() {
    return until == null ? List.of(since) : List.of(since, until);
  }

  /// Whether the moment lies in it.
  public boolean contains(Instant moment) {
    return !moment.isBefore(since) && (until == null || moment.isBefore(until));
  }

  /// What is left of these disjoint intervals, in order, outside of another.
  static List<Interval> without(List<Interval> intervals, Interval hole) {
    List<Interval> left = new ArrayList<>();
    Instant end = hole.until();
    for (Interval interval : intervals) {
      Instant until = interval.until();
      boolean apart =
          (until != null && !hole.since().isBefore(until))
              || (end != null && !interval.since().isBefore(end));
      if (apart) {
        left.add(interval);
        continue;
      }
      if (interval.since().isBefore(hole.since())) {
        left.add(new Interval(interval.since(), hole.since()));
      }
      if (end != null && (until == null || end.isBefore(until))) {
        left.add(new Interval(end, until));
      }
    }
    return left;
  }

  /// What these intervals have in common with another, in order.
  static List<Interval> within(List<Interval> intervals, Interval window) {
    List<Interval> common = new ArrayList<>();
    for (Interval interval : intervals) {
      Instant since = interval.since().isBefore(window.since()) ? window.since() : interval.since();
      Instant until = earlier(interval.until(), window.until());
      if (until == null || since.isBefore(until)) {
        common.add(new Interval(since, until));
      }
    }
    return common;
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /// The form in which the graph keeps it.
  String text() {
    return since.toEpochMilli() + SEPARATOR + (until == null ? "" : until.toEpochMilli());
  }

  /// Reads the form in which the graph keeps it.
  static Interval parse(String text) {
    int separator = text.indexOf(SEPARATOR);
    String until = text.substring(separator + 1);
    return new Interval(
        Instant.ofEpochMilli(Long.parseLong(text.substring(0, separator))),
        until.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(until)));
  }
}
