package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.generate.model.Event;
import com.caiatech.afdp.infra.generate.model.Scale;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/// Counts events, and says how far they are at each tenth of the deployments.
final class EventCounts implements Consumer<Event> {
  private static final int PARTS = 10;

  private final Scale scale;
  private final Consumer<String> progress;
  private long deployments;
  private long commits;
  private long incidents;

  EventCounts(Scale scale, Consumer<String> progress) {
    this.scale = scale;
    this.progress = progress;
  }

  @Override
  public void accept(Event event) {
    if (event instanceof Event.Committed) {
      commits++;
    } else if (event instanceof Event.IncidentTold told && told.phase() == Event.Phase.OPENED) {
      incidents++;
    } else if (event instanceof Event.Closed) {
      deployments++;
      if (deployments * PARTS / scale.deployments()
          > (deployments - 1) * PARTS / scale.deployments()) {
        progress.accept(
            "generated %d of %d deployments, %d commits and %d incidents, until %s"
                .formatted(
                    deployments,
                    scale.deployments(),
                    commits,
                    incidents,
                    event.at().atOffset(ZoneOffset.UTC).toLocalDate()));
      }
    }
  }

  long deployments() {
    return deployments;
  }

  long commits() {
    return commits;
  }

  long incidents() {
    return incidents;
  }
}
