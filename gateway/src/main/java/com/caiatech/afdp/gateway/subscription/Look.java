package com.caiatech.afdp.gateway.subscription;

import com.caiatech.afdp.schemas.workflow.ProgressEvent;
import java.util.List;

/// What one look at a deployment shows.
sealed interface Look {
  /// The events after those that were seen.
  ///
  /// @param ended whether no other will come
  record Seen(List<ProgressEvent> events, boolean ended) implements Look {
    public Seen {
      events = List.copyOf(events);
    }
  }

  /// It was asked for and has not ended, but nobody can say now what it does.
  record Unclear() implements Look {}

  /// Nobody ever heard of it.
  record Nowhere() implements Look {}
}
