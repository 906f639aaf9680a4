package com.caiatech.afdp.graphmodel.query;

import com.caiatech.afdp.schemas.id.VolumeName;

/// A place in a ledger, written `volume:size`. A query that carries it is answered once the
/// projection has reached it.
///
/// @param size how many entries of the volume the answer must rest on, at least
public record ConsistencyToken(VolumeName volume, long size) {
  private static final int MAX_DIGITS = 15;

  public ConsistencyToken {
    if (size < 0) {
      throw new IllegalArgumentException(
          "ConsistencyToken: expected a size of at least 0, found " + size);
    }
  }

  /// Reads `volume:size`.
  ///
  /// @throws IllegalArgumentException when the text is something else
  public static ConsistencyToken parse(String text) {
    int colon = text.lastIndexOf(':');
    String size = text.substring(colon + 1);
    if (colon < 0
        || size.isEmpty()
        || size.length() > MAX_DIGITS
        || !size.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      throw new IllegalArgumentException(
          "ConsistencyToken: expected volume:size such as deployment-manifests:42, found '"
              + (text.length() > 80 ? text.substring(0, 80) + "…" : text)
              + "'");
    }
    return new ConsistencyToken(new VolumeName(text.substring(0, colon)), Long.parseLong(size));
  }

  @Override
  public String toString() {
    return volume + ":" + size;
  }
}
