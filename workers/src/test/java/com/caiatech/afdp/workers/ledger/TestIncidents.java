package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.record.IncidentPhase;
import com.caiatech.afdp.schemas.record.IncidentReport;
import com.caiatech.afdp.schemas.record.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Alice says of an incident.
public final class TestIncidents {
  private TestIncidents() {}

  public static IncidentReport report(
      IncidentPhase phase, Instant detectedAt, @Nullable Instant resolvedAt) {
    return new IncidentReport(
        phase,
        Severity.SEV2,
        "carts are empty",
        List.of(),
        null,
        List.of(),
        null,
        detectedAt,
        resolvedAt,
        TestPlatform.ALICE,
        null,
        null);
  }
}
