package com.caiatech.afdp.schemas.intent;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.SubjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a person states by an action. Its canonical JSON is what proofs are made over.
///
/// @param action such as `startDeployment`
/// @param recordId the record that the action leaves; it names series, scope, subject, kind and
///   logical step
/// @param environment the record's environment or `_`
/// @param service the record's service or `_`
/// @param planSha256 the plan digest that was decided on; only for decisions
/// @param ofDeploymentId the deployment that is to be repeated or undone; only for a retry or an
///   undo
/// @param audience the platform that the statement is made to
/// @param inputSha256 SHA-256 of the canonical JSON of the record's body and `schema`, without its
///   `intent`
public record Statement(
    String action,
    RecordId recordId,
    SubjectId subjectId,
    String environment,
    String service,
    @Nullable Sha256 planSha256,
    @Nullable DeploymentId ofDeploymentId,
    PersonId personId,
    String audience,
    Instant issuedAt,
    Instant expiresAt,
    Sha256 inputSha256) {
  public Statement {
    if (!expiresAt.isAfter(issuedAt)) {
      throw new IllegalArgumentException(
          "Statement: expected an expiry after " + issuedAt + ", found " + expiresAt);
    }
  }
}
