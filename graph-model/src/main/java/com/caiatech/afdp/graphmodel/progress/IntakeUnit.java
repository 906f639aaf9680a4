package com.caiatech.afdp.graphmodel.progress;

import com.caiatech.afdp.schemas.event.PushSource;

/// What is counted.
public enum IntakeUnit {
  /// Of a source repository.
  COMMITS,

  /// Of a ledger's volume.
  RECORDS;

  static IntakeUnit of(PushSource source) {
    return switch (source) {
      case PushSource.Source _ -> COMMITS;
      case PushSource.Ledger _ -> RECORDS;
    };
  }
}
