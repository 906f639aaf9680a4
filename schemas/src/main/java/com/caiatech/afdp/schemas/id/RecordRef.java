package com.caiatech.afdp.schemas.id;

/// A reference to a record that is durable: where it stands and the digest of its bytes.
///
/// @param index of its entry in the volume, from 0
/// @param path inside the volume
public record RecordRef(VolumeName volume, long index, String path, Sha256 sha256) {
  public RecordRef {
    if (index < 0) {
      throw new IllegalArgumentException(
          "RecordRef to " + path + ": expected an index of at least 0, found " + index);
    }
  }
}
