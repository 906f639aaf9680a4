package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;

/// What a person states by a mutation: which record shall be made, and with which content.
///
/// @param subject the record's subject
/// @param logicalStep names the record within its subject and kind
record Stated(
    Principal principal, SubjectId subject, String logicalStep, Scope scope, RecordInput input) {
  /// The record's header as of that moment.
  Header header(Instant moment) {
    return new Header(input.kind(), subject, logicalStep, scope, moment);
  }

  /// Whether a standing record says the same.
  boolean isSaidBy(LedgerRecord standing) {
    return standing.tree().inputSha256().equals(input.sha256());
  }
}
