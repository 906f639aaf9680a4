package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.KeyFingerprint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A commit of a volume, whether its signature and trailers count, and a verdict on each entry.
///
/// @param signer the key that made the signature; absent where no key that the policy names did
/// @param counts whether signature and trailers count
/// @param recordedAt when the ledger took the entries: what the trailers say where they count, else
///   the recorded-at of what stands before; absent where nothing before counts
/// @param findings what is wrong with the commit itself, and so with each of its entries
/// @param entries in the order of their indexes
public record JudgedCommit(
    LedgerCommit commit,
    @Nullable KeyFingerprint signer,
    boolean counts,
    @Nullable Instant recordedAt,
    List<Finding> findings,
    List<JudgedEntry> entries) {
  public JudgedCommit {
    findings = List.copyOf(findings);
    entries = List.copyOf(entries);
  }

  /// The position after this commit.
  public VolumePosition after() {
    return new VolumePosition(commit.volume(), commit.endIndex(), commit.id(), recordedAt);
  }
}
