package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.schemas.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// The digest of what lies between two ids of a section, both included.
///
/// @param from the first id in it; of a relationship, that of its start. Empty, as {@code to} is,
///   for what has no id of this graph
/// @param count how many nodes or relationships
public record DigestRange(String from, String to, long count, Sha256 sha256) {
  /// The order of ids: that of their UTF-8 bytes, in which the database's indexes have them.
  static final Comparator<String> ORDER =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
}
