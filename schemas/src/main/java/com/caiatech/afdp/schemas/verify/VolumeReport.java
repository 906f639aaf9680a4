package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.Finding;
import com.caiatech.afdp.schemas.ledger.LedgerVerification;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What was found in a volume.
///
/// @param verification its size, root and head, how many entries count, and the fault behind which
///   nothing was read
/// @param kinds how many entries have a finding of each kind
/// @param violations the first {@link #MOST_LISTED} entries that do not count, and those of which
///   another attempt stands
public record VolumeReport(
    VolumeName volume,
    LedgerVerification verification,
    Map<ViolationKind, Long> kinds,
    List<Violation> violations) {
  /// The most entries of a volume that are listed one by one; beyond it they are counted.
  public static final int MOST_LISTED = 1_000;

  public VolumeReport {
    Map<ViolationKind, Long> sorted = new EnumMap<>(ViolationKind.class);
    sorted.putAll(kinds);
    kinds = Collections.unmodifiableMap(sorted);
    violations = List.copyOf(violations);
  }

  /// The same with records that count and of which another attempt stands with other bytes.
  VolumeReport contested(List<Violation> contested) {
    if (contested.isEmpty()) {
      return this;
    }
    Map<ViolationKind, Long> all = new EnumMap<>(ViolationKind.class);
    all.putAll(kinds);
    all.put(ViolationKind.CONTESTED, (long) contested.size());
    return new VolumeReport(
        volume,
        verification,
        all,
        Stream.concat(contested.stream(), violations.stream()).limit(MOST_LISTED).toList());
  }

  /// An entry with which something is wrong.
  ///
  /// @param findings everything that is wrong with it; what matters most comes first
  public record Violation(long index, String path, List<Finding> findings) {
    public Violation {
      findings = List.copyOf(findings);
    }
  }

  /// Whether the volume is whole, every entry counts, none is contested, and it ends where the
  /// trust policy says.
  public boolean holds() {
    return verification.sound() && !kinds.containsKey(ViolationKind.CONTESTED);
  }
}
