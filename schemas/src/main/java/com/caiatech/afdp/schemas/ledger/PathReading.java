package com.caiatech.afdp.schemas.ledger;

/// What a path in a volume turned out to be.
public sealed interface PathReading {
  /// A path whose parts agree.
  record Good(LedgerPath path) implements PathReading {}

  /// A path of the right form whose date is not the one inside the subject's id: a structural fault
  /// of the volume too.
  ///
  /// @param expected where a record with these ids and names belongs
  record WrongPlace(LedgerPath expected, String reason) implements PathReading {}

  /// A path that no record can have: a structural fault of the volume.
  record BadForm(String reason) implements PathReading {}
}
