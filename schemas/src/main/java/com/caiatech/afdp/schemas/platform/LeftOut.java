package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.workflow.RefusalReason;

/// A registration that stands in the ledger and has no effect on a platform.
///
/// @param message names it, and says why
public record LeftOut(Why why, String message) {
  /// Why it has none; each is a reason for which the request for it is refused.
  public enum Why {
    /// The configuration has the name: it wins.
    CONFIGURED(RefusalReason.NAME_CONFIGURED),
    /// No Git host is configured, or an address is on none of them.
    HOST(RefusalReason.UNKNOWN_HOST),
    /// An address is another repository's.
    ADDRESS_TAKEN(RefusalReason.ADDRESS_TAKEN),
    /// What it says has no sense, such as a branch that no repository can have.
    MALFORMED(RefusalReason.INVALID_INPUT),
    /// The service lies in a repository that is not known.
    UNKNOWN_REPOSITORY(RefusalReason.UNKNOWN_REPOSITORY),
    /// There are as many names as a platform takes.
    TOO_MANY(RefusalReason.TOO_MANY);

    private final RefusalReason reason;

    Why(RefusalReason reason) {
      this.reason = reason;
    }

    /// Why a request for it is refused.
    public RefusalReason reason() {
      return reason;
    }
  }
}
