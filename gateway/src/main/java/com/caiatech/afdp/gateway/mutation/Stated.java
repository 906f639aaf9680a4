package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.security.Action;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a person states by a mutation: which record shall be made, and with which content.
///
/// @param subject the record's subject
/// @param logicalStep names the record within its subject and kind
/// @param planSha256 the plan that was decided on; only for decisions
record Stated(
    Principal principal,
    Action action,
    RecordKind kind,
    SubjectId subject,
    String logicalStep,
    Scope scope,
    @Nullable Sha256 planSha256,
    PersonCaused body) {
  /// The record's header as of that moment.
  Header header(Instant moment) {
    return new Header(kind, subject, logicalStep, scope, moment);
  }
}
