package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.CheckStage;
import com.caiatech.afdp.schemas.record.CheckStatus;
import com.caiatech.afdp.schemas.record.CheckType;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Measurements;
import com.caiatech.afdp.schemas.record.RecordCodec;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;

/// The result of a check, of which ledgers hold the most.
final class SampleRecord {
  static final Instant MOMENT = Instant.parse("2026-01-31T12:00:00.000Z");

  private static final LedgerRecord RECORD =
      LedgerRecord.of(
          new Header(
              RecordKind.CHECK_RESULT,
              DeploymentId.create(MOMENT).subject(),
              "post-health",
              Scope.of(new EnvironmentName("production"), new ServiceName("checkout")),
              MOMENT),
          new CheckResult(
              "health",
              CheckStage.POST,
              CheckType.HTTP,
              CheckStatus.PASSED,
              new Measurements(0.25, 181_403_648L, 1.5, 12.75, 1.0, 20L),
              "/health",
              Sha256.ofUtf8("ok"),
              MOMENT.minusSeconds(10),
              MOMENT,
              null,
              2L,
              1L));

  private SampleRecord() {}

  /// Its bytes, which are canonical.
  static byte[] bytes() {
    return RecordCodec.encode(RECORD);
  }

  /// Its place in its volume.
  static String path() {
    return LedgerPath.of(RECORD.header()).text();
  }
}
