package com.caiatech.afdp.graphmodel.digest;

import com.caiatech.afdp.schemas.id.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Makes the ranges of a section from digests in the order of their ids. Where a range ends follows
/// from the ids alone, so two graphs that differ in one place have the other ranges in common.
/// Memory: one entry for some {@value #SHORTEST} digests.
final class SectionBuilder {
  private static final int SHORTEST = 256;

  private final List<DigestRange> ranges = new ArrayList<>();
  private final MessageDigest digest = Sha256.newDigest();
  private String from = "";
  private String to = "";
  private long count;

  /// Adds what an id has, after all that came with lesser ids.
  ///
  /// @param digests sorted
  void add(String id, List<byte[]> digests) {
    if (count == 0) {
      from = id;
    }
    to = id;
    count += digests.size();
    digests.forEach(digest::update);
    if (count >= SHORTEST && endsRange(id)) {
      end();
    }
  }

  /// The ranges of all that was added.
  List<DigestRange> ranges() {
    if (count > 0) {
      end();
    }
    return ranges;
  }

  private void end() {
    ranges.add(new DigestRange(from, to, count, Sha256.ofDigest(digest.digest())));
    count = 0;
  }

  /// True of one id in 256.
  private static boolean endsRange(String id) {
    return (id.hashCode() * 0x9E3779B9) >>> 24 == 0;
  }
}
