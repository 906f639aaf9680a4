package com.caiatech.afdp.graphmodel.progress;

import com.caiatech.afdp.schemas.event.PushSource;

/// What is counted.
public enum IntakeUnit {
  /// Of a source repository.
  COMMITS,

  /// Of a ledger's volume.
  RECORDS;

  /// The full name of a source of this kind.
  String fullName(String name) {
    return switch (this) {
      case COMMITS -> PushSource.REPOSITORIES + name;
      case RECORDS -> PushSource.LEDGERS + name;
    };
  }

  static IntakeUnit of(PushSource source) {
    return switch (source) {
      case PushSource.Source _ -> COMMITS;
      case PushSource.Ledger _ -> RECORDS;
    };
  }
}
