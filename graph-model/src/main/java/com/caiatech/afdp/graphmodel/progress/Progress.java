package com.caiatech.afdp.graphmodel.progress;

import com.caiatech.afdp.schemas.event.PushSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far taking in a repository or a volume is.
///
/// @param total absent while nobody knows; never less than what is done
/// @param ratePerSecond absent while too little was seen
/// @param at when it was so
public record Progress(
    PushSource source,
    IntakeActivity activity,
    long done,
    @Nullable Long total,
    @Nullable Double ratePerSecond,
    Instant at) {
  public Progress {
    if (done < 0 || (total != null && total < done)) {
      throw new IllegalArgumentException(
          "Progress of %s: expected 0 to %s done, found %d"
              .formatted(source.fullName(), total, done));
    }
  }
}
