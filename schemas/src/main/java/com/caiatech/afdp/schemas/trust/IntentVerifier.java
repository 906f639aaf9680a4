package com.caiatech.afdp.schemas.trust;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.intent.Intent;
import com.caiatech.afdp.schemas.intent.Statement;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.PersonCaused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides whether a record that a person caused is proven to be meant. Pure: the record, its place
/// in the ledger, when the ledger took it and a policy in, a verdict out.
public final class IntentVerifier {
  /// How far the clocks of a gateway and of a worker may be apart.
  public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private final LedgerRecord record;
  private final VolumeName volume;
  private final long index;
  private final TrustPolicy policy;

  private IntentVerifier(LedgerRecord record, VolumeName volume, long index, TrustPolicy policy) {
    this.record = record;
    this.volume = volume;
    this.index = index;
    this.policy = policy;
  }

  /// Verifies the statement against the record and the proofs against the policy.
  ///
  /// @param index of the record's entry, by which the policy tells which keys and rules count
  /// @param recordedAt when the ledger took it
  public static IntentVerdict verify(
      LedgerRecord record, VolumeName volume, long index, Instant recordedAt, TrustPolicy policy) {
    if (!(record.body() instanceof PersonCaused body)) {
      return new IntentVerdict.NotNeeded();
    }
    return new IntentVerifier(record, volume, index, policy).verify(body, recordedAt);
  }

  private IntentVerdict verify(PersonCaused body, Instant recordedAt) {
    PersonAction action = PersonAction.of(body);
    Intent intent = body.intent();
    if (intent == null) {
      return action.person() == null
          ? new IntentVerdict.NotNeeded()
          : new IntentVerdict.Unproven(
              action.action() + " by " + action.person() + ": the record carries no intent");
    }
    Optional<String> unproven =
        mismatch(action, intent.statement())
            .or(() -> early(intent.statement()))
            .or(() -> tooLong(action, intent.statement()))
            .or(() -> unproven(action, intent));
    if (unproven.isPresent()) {
      return new IntentVerdict.Unproven(unproven.get());
    }
    return late(intent.statement(), recordedAt)
        .<IntentVerdict>map(IntentVerdict.Late::new)
        .orElseGet(IntentVerdict.Proven::new);
  }

  private Optional<String> mismatch(PersonAction action, Statement statement) {
    Header header = record.header();
    return differs("action", action.action().value(), statement.action())
        .or(() -> differs("record_id", header.recordId(), statement.recordId()))
        .or(() -> differs("subject_id", header.subject(), statement.subjectId()))
        .or(() -> differs("environment", header.scope().environmentText(), statement.environment()))
        .or(() -> differs("service", header.scope().serviceText(), statement.service()))
        .or(() -> differs("person_id", action.person(), statement.personId()))
        .or(() -> differs("plan_sha256", action.planSha256(), statement.planSha256()))
        .or(() -> differs("of_deployment_id", action.ofDeploymentId(), statement.ofDeploymentId()))
        .or(() -> differs("input_sha256", record.tree().inputSha256(), statement.inputSha256()));
  }

  private Optional<String> early(Statement statement) {
    Instant happened = record.header().timestamp();
    return happened.isBefore(statement.issuedAt().minus(CLOCK_TOLERANCE))
        ? Optional.of(
            "the statement was issued at "
                + statement.issuedAt()
                + ", after the record's timestamp_utc "
                + happened)
        : Optional.empty();
  }

  private static Optional<String> tooLong(PersonAction action, Statement statement) {
    Instant last = statement.issuedAt().plus(action.action().validity());
    return statement.expiresAt().isAfter(last)
        ? Optional.of(
            "the statement of "
                + action.action()
                + " issued at "
                + statement.issuedAt()
                + " says that it counts until "
                + statement.expiresAt()
                + ", expected "
                + last
                + " at the latest")
        : Optional.empty();
  }

  private static Optional<String> late(Statement statement, Instant recordedAt) {
    return recordedAt.isAfter(statement.expiresAt())
        ? Optional.of(
            "the statement expired at "
                + statement.expiresAt()
                + ", before the ledger took the record at "
                + recordedAt)
        : Optional.empty();
  }

  private Optional<String> unproven(PersonAction action, Intent intent) {
    String environment = record.header().scope().environmentText();
    for (String kind : policy.proofsFor(action.action(), environment, volume, index)) {
      Optional<String> problem = problem(kind, action.action(), intent);
      if (problem.isPresent()) {
        return Optional.of("proof '" + kind + "': " + problem.get());
      }
    }
    return Optional.empty();
  }

  /// What stands against the kind being proven; empty when one proof of it holds.
  private Optional<String> problem(String kind, Action action, Intent intent) {
    List<String> problems = new ArrayList<>();
    for (Intent.Proof proof : intent.proofs()) {
      if (proof.kind().equals(kind)) {
        Optional<String> problem =
            kind.equals(Intent.Proof.GATEWAY)
                ? GatewayProof.problem(
                    proof, record, action, intent.statement(), gatewayKeys(intent))
                : Optional.of("no verifier knows this kind");
        if (problem.isEmpty()) {
          return problem;
        }
        problems.add(problem.get());
      }
    }
    return Optional.of(
        problems.isEmpty() ? "expected one, found none" : String.join("; ", problems));
  }

  private GatewayProof.Keys gatewayKeys(Intent intent) {
    String audience = intent.statement().audience();
    return new GatewayProof.Keys(
        policy.gatewayKeys(audience, volume, index),
        "audience '" + audience + "' at entry " + index + " in policy " + policy.version());
  }

  private static Optional<String> differs(
      String field, @Nullable Object expected, @Nullable Object found) {
    return Objects.equals(expected, found)
        ? Optional.empty()
        : Optional.of(
            "statement." + field + ": expected the record's " + expected + ", found " + found);
  }
}
