package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.schema.ViolationSources;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A fault of a volume that an observer saw at its host, from when until when by the observer's
/// clock: no entry tells of it.
///
/// @param number counts the observations of the volume from 1
/// @param kind such as `merge` or `rewritten-history`
/// @param found the commit that breaks the structure; absent where the branch is gone
/// @param path the path that it breaks, where it is one
/// @param endedAt absent while it lasts
public record Observation(
    VolumeName volume,
    long number,
    String kind,
    String reason,
    @Nullable CommitId found,
    @Nullable String path,
    Instant seenAt,
    @Nullable Instant endedAt) {
  Map<String, Object> properties() {
    return new PropertyMap()
        .with(Properties.ID, Urns.violation(volume, "observed." + number, kind))
        .with(Properties.KIND, kind)
        .with(Properties.REASON, reason)
        .with(Properties.VOLUME, volume.value())
        .with(Properties.PATH, path)
        .with(Properties.LEDGER_COMMIT, found == null ? null : found.value())
        .with(Properties.RECORDED_AT, seenAt)
        .with(Properties.CURED_AT, endedAt)
        .with(Properties.SOURCE, ViolationSources.OBSERVER)
        .toMap();
  }
}
