package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.record.RecordCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides whether a record that a person caused is proven to be meant. Pure: the record and a
/// policy in, a verdict out; what has expired is told by the record's own times.
public final class IntentVerifier {
  /// How far the clocks of a gateway and of a worker may be apart.
  public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private IntentVerifier() {}

  /// Verifies the statement against the record and the proofs against the policy.
  public static IntentVerdict verify(LedgerRecord record, TrustPolicy policy) {
    if (!(record.body() instanceof PersonCaused body)) {
      return new IntentVerdict.NotNeeded();
    }
    PersonAction action = PersonAction.of(body);
    Intent intent = body.intent();
    if (intent == null) {
      return action.person() == null
          ? new IntentVerdict.NotNeeded()
          : new IntentVerdict.Unproven(
              action.action() + " by " + action.person() + ": the record carries no intent");
    }
    return mismatch(record.header(), body, action, intent.statement())
        .or(() -> untimely(record.header(), intent.statement()))
        .<IntentVerdict>map(IntentVerdict.Unproven::new)
        .orElseGet(() -> judgeProofs(record.header(), intent, action, policy));
  }

  private static Optional<String> mismatch(
      Header header, PersonCaused body, PersonAction action, Statement statement) {
    return differs("action", action.action(), statement.action())
        .or(() -> differs("record_id", header.recordId(), statement.recordId()))
        .or(() -> differs("subject_id", header.subject(), statement.subjectId()))
        .or(() -> differs("environment", header.scope().environmentText(), statement.environment()))
        .or(() -> differs("service", header.scope().serviceText(), statement.service()))
        .or(() -> differs("person_id", action.person(), statement.personId()))
        .or(() -> differs("plan_sha256", action.planSha256(), statement.planSha256()))
        .or(() -> differs("input_sha256", RecordCodec.inputDigest(body), statement.inputSha256()));
  }

  private static Optional<String> untimely(Header header, Statement statement) {
    if (header.timestamp().isBefore(statement.issuedAt().minus(CLOCK_TOLERANCE))) {
      return Optional.of(
          "the statement was issued at "
              + statement.issuedAt()
              + ", after the record's timestamp_utc "
              + header.timestamp());
    }
    if (header.timestamp().isAfter(statement.expiresAt())) {
      return Optional.of(
          "the statement expired at "
              + statement.expiresAt()
              + ", before the record's timestamp_utc "
              + header.timestamp());
    }
    return Optional.empty();
  }

  private static IntentVerdict judgeProofs(
      Header header, Intent intent, PersonAction action, TrustPolicy policy) {
    List<String> proven = new ArrayList<>();
    for (String kind : policy.proofsFor(action.action(), header.scope().environmentText())) {
      Optional<String> problem = problem(kind, intent, policy);
      if (problem.isPresent()) {
        return new IntentVerdict.Unproven("proof '" + kind + "': " + problem.get());
      }
      proven.add(kind);
    }
    return new IntentVerdict.Proven(intent.statement(), proven);
  }

  /// What stands against the kind being proven; empty when one proof of it holds.
  private static Optional<String> problem(String kind, Intent intent, TrustPolicy policy) {
    Optional<String> problem = Optional.of("expected one, found none");
    for (Intent.Proof proof : intent.proofs()) {
      if (proof.kind().equals(kind)) {
        problem =
            kind.equals(Intent.Proof.GATEWAY)
                ? GatewayProof.problem(proof, intent.statement(), policy)
                : Optional.of("no verifier knows this kind");
        if (problem.isEmpty()) {
          return problem;
        }
      }
    }
    return problem;
  }

  private static Optional<String> differs(
      String field, @Nullable Object expected, @Nullable Object found) {
    return Objects.equals(expected, found)
        ? Optional.empty()
        : Optional.of(
            "statement." + field + ": expected the record's " + expected + ", found " + found);
  }
}
