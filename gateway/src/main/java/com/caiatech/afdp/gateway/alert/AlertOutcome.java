package com.caiatech.afdp.gateway.alert;

import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.UUID;

/// What became of one alert.
public sealed interface AlertOutcome {
  /// The alert's.
  String fingerprint();

  /// An incident stands for it, whether it was reported now or before.
  record Reported(String fingerprint, UUID incidentId) implements AlertOutcome {}

  /// No incident stands for it.
  ///
  /// @param message fit for the client
  record Refused(String fingerprint, RefusalReason reason, String message)
      implements AlertOutcome {}
}
