package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.schemas.id.CommitId;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A fault of structure that an observer saw: it ended a volume at its last good commit.
///
/// @param kind such as `merge` or `rewritten-history`
/// @param found the commit that breaks the structure; absent where the branch is gone
/// @param path the path that it breaks, where it is one
public record StructuralViolation(
    String kind, String reason, @Nullable CommitId found, @Nullable String path) {
  SortedMap<String, Object> properties(VolumeState last) {
    CommitId commit = found;
    String place = commit == null ? "head" : commit.value();
    return new PropertyMap()
        .with(Properties.ID, Urns.violation(last.volume(), place, kind))
        .with(Properties.KIND, kind)
        .with(Properties.REASON, reason)
        .with(Properties.VOLUME, last.volume().value())
        .with(Properties.PATH, path)
        .with(Properties.LEDGER_COMMIT, commit == null ? null : commit.value())
        .with(Properties.RECORDED_AT, last.recordedAt())
        .with(Properties.OBSERVED, true)
        .toMap();
  }
}
