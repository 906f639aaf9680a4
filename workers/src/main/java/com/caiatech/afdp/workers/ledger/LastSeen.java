package com.caiatech.afdp.workers.ledger;

import java.util.function.Supplier;

/// Reading ledgers as they were last seen here: what makes safe does not wait for a Git host, so
/// that within such a reading none is asked as long as there is something at hand.
final class LastSeen {
  private static final ScopedValue<Boolean> APPLIES = ScopedValue.newInstance();

  private LastSeen() {}

  /// Does the work, on this thread, as such a reading.
  static <T> T read(Supplier<T> work) {
    return ScopedValue.where(APPLIES, true).call(work::get);
  }

  /// Whether this is within such a reading.
  static boolean applies() {
    return APPLIES.isBound();
  }
}
