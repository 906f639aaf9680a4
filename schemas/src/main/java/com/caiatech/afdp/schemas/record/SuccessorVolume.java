package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.List;

/// Opens the next volume of a series, and says where the one before it ends.
///
/// @param volume the new volume, by the number that follows in its chain
/// @param finalSize how many entries of the volume before it count
/// @param finalRoot the RFC 6962 root over these entries
/// @param finalCommit the commit that added the last of them
/// @param signatures over the record without them ({@link RecordTree#signedBytes})
public record SuccessorVolume(
    VolumeName volume,
    Series series,
    long finalSize,
    Sha256 finalRoot,
    CommitId finalCommit,
    List<RootSignature> signatures)
    implements RootSigned {
  public SuccessorVolume {
    if (!series.firstVolume().equals(volume.first()) || volume.number() < 2) {
      throw new IllegalArgumentException(
          "SuccessorVolume: expected "
              + series.firstVolume().next()
              + " or a later volume of series "
              + series
              + ", found "
              + volume);
    }
    signatures = List.copyOf(signatures);
  }

  /// The volume that it follows.
  public VolumeName predecessor() {
    return volume.previous();
  }

  @Override
  public SuccessorVolume signed(List<RootSignature> newSignatures) {
    return new SuccessorVolume(volume, series, finalSize, finalRoot, finalCommit, newSignatures);
  }
}
