package com.caiatech.afdp.infra.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskCompletedEventAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityTimesTest {
  @Test
  void thoseThatFollowEachOtherAreCountedAndTheTargetsAreMeasured() {
    List<HistoryEvent> events =
        List.of(
            scheduled(1, "PlanPin"),
            started(2, 1, 10),
            completed(3, 1, 110),
            scheduled(4, "TargetCheck"),
            scheduled(5, "TargetCheck"),
            started(6, 4, 120),
            started(7, 5, 130),
            completed(8, 4, 150),
            completed(9, 5, 160),
            scheduled(10, "TargetStart"),
            started(11, 10, 200),
            completed(12, 10, 250));

    assertThat(ActivityTimes.of(events)).isEqualTo(new ActivityTimes(3, Duration.ofMillis(90)));
  }

  private static HistoryEvent scheduled(long id, String type) {
    return event(id, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, 0)
        .setActivityTaskScheduledEventAttributes(
            ActivityTaskScheduledEventAttributes.newBuilder()
                .setActivityType(ActivityType.newBuilder().setName(type)))
        .build();
  }

  private static HistoryEvent started(long id, long scheduled, long millis) {
    return event(id, EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED, millis)
        .setActivityTaskStartedEventAttributes(
            ActivityTaskStartedEventAttributes.newBuilder().setScheduledEventId(scheduled))
        .build();
  }

  private static HistoryEvent completed(long id, long scheduled, long millis) {
    return event(id, EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED, millis)
        .setActivityTaskCompletedEventAttributes(
            ActivityTaskCompletedEventAttributes.newBuilder().setScheduledEventId(scheduled))
        .build();
  }

  private static HistoryEvent.Builder event(long id, EventType type, long millis) {
    return HistoryEvent.newBuilder()
        .setEventId(id)
        .setEventType(type)
        .setEventTime(Timestamps.fromMillis(millis));
  }
}
