package com.caiatech.afdp.infra.benchmark;

import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What a workflow's history says of its activities.
///
/// @param sequential how many were scheduled while none was under way: those that follow each other
/// @param target from the start to the end of those that are the target's work, overlaps counted
///   once
record ActivityTimes(int sequential, Duration target) {
  private static final String OF_TARGET = "Target";

  static ActivityTimes of(List<HistoryEvent> events) {
    Map<Long, String> types = new HashMap<>();
    Map<Long, Instant> started = new HashMap<>();
    Set<Long> underWay = new HashSet<>();
    List<Interval> work = new ArrayList<>();
    int sequential = 0;
    for (HistoryEvent event : events) {
      if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
        sequential += underWay.isEmpty() ? 1 : 0;
        underWay.add(event.getEventId());
        types.put(
            event.getEventId(),
            event.getActivityTaskScheduledEventAttributes().getActivityType().getName());
      } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED) {
        started.put(
            event.getActivityTaskStartedEventAttributes().getScheduledEventId(),
            moment(event.getEventTime()));
      } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) {
        long scheduled = event.getActivityTaskCompletedEventAttributes().getScheduledEventId();
        underWay.remove(scheduled);
        if (types.getOrDefault(scheduled, "").startsWith(OF_TARGET)) {
          work.add(
              new Interval(
                  Objects.requireNonNull(started.get(scheduled)), moment(event.getEventTime())));
        }
      }
    }
    return new ActivityTimes(sequential, Interval.covered(work));
  }

  private static Instant moment(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
