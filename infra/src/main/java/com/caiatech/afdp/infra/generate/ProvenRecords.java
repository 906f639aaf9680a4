package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Records that people cause, each with the gateway's proof that they meant it.
final class ProvenRecords {
  private static final Duration SIGNED_IN_BEFORE = Duration.ofMinutes(20);

  private final Names names;
  private final GatewayProver gateway;
  private long requests;

  ProvenRecords(Names names, GatewayProver gateway) {
    this.names = names;
    this.gateway = gateway;
  }

  LedgerRecord record(Header header, PersonCaused body, int person, String role) {
    Instant now = header.timestamp();
    return LedgerRecord.of(
        header,
        gateway.proven(
            header,
            RecordInput.of(body),
            now,
            new GatewayProver.Authentication(
                Names.ISSUER,
                names.somebody(person).email(),
                now.minus(SIGNED_IN_BEFORE),
                List.of(role))));
  }

  /// The step that a further request of that action leaves.
  String step(Action action, Instant at) {
    return LogicalStep.of(action, names.request(requests++, at));
  }
}
