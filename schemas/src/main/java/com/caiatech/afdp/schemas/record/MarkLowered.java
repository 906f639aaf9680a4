package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Lets workers go on where a volume holds less than one of them pushed, because nobody has the
/// rest any more.
///
/// @param from what a worker pushed last
/// @param to where the volume goes on
/// @param signatures over the record without them ({@link RecordTree#signedBytes})
public record MarkLowered(
    VolumeName volume, Mark from, Mark to, String reason, List<RootSignature> signatures)
    implements RootSigned {
  public MarkLowered {
    if (from.commit() == null || to.size() > from.size() || from.equals(to)) {
      throw new IllegalArgumentException(
          "MarkLowered of "
              + volume
              + ": expected to go down from a commit, found "
              + from
              + " to "
              + to);
    }
    signatures = List.copyOf(signatures);
  }

  /// A place in a volume.
  ///
  /// @param size how many entries stand up to the commit and with it
  /// @param commit absent where the volume has none
  public record Mark(long size, @Nullable CommitId commit) {}

  /// The commit that a worker pushed last.
  public CommitId pushed() {
    return Objects.requireNonNull(from.commit());
  }

  @Override
  public MarkLowered signed(List<RootSignature> newSignatures) {
    return new MarkLowered(volume, from, to, reason, newSignatures);
  }
}
