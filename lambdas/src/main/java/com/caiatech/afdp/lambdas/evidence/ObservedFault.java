package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A structural fault that an observer saw at a volume's host, which nobody can tell from the
/// volume once its branch was put back.
///
/// @param lastGood the last good commit; absent when the volume had none
/// @param found the commit that broke the structure; absent where the branch was gone
/// @param path the path that it broke, where it is one
/// @param shown the head that the host showed; absent where the branch was gone
/// @param seenAt by the observer's clock
public record ObservedFault(
    String kind,
    String reason,
    @Nullable CommitId lastGood,
    @Nullable CommitId found,
    @Nullable String path,
    @Nullable CommitId shown,
    Instant seenAt) {

  static ObservedFault of(
      CommitReading.Structural fault, @Nullable CommitId shown, Instant seenAt) {
    return new ObservedFault(
        fault.kind().code(),
        fault.reason(),
        fault.lastGood().head(),
        fault.found(),
        fault.path(),
        shown,
        seenAt);
  }

  /// Whether the host showed the same fault, whatever was pushed behind it.
  boolean isSameAs(ObservedFault other) {
    return kind.equals(other.kind)
        && Objects.equals(lastGood, other.lastGood)
        && (kind.equals(ViolationKind.REWRITTEN_HISTORY.code())
            || Objects.equals(found, other.found));
  }

  /// Whether looking again can show something else while the host shows the same head.
  public boolean mayPassByItself() {
    return kind.equals(ViolationKind.MISSING_OBJECT.code());
  }
}
