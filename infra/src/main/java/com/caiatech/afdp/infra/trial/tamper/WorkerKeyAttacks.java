package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.json.CanonicalJson;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.ledger.ViolationKind;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.CausalLink;
import com.caiatech.afdp.schemas.record.CausalMethod;
import com.caiatech.afdp.schemas.record.CheckResult;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.MarkLowered;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.PersonAction;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.RootSigned;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.record.SuccessorVolume;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What a thief of the worker's key writes into single commits and records.
final class WorkerKeyAttacks {
  private static final CommitId SOME_COMMIT = new CommitId("a".repeat(40));

  private final Loot loot;
  private final Honest honest;
  private final List<LedgerAttack> attacks = new ArrayList<>();

  private WorkerKeyAttacks(Loot loot, Honest honest) {
    this.loot = loot;
    this.honest = honest;
  }

  static List<LedgerAttack> all(Loot loot, Honest honest) {
    WorkerKeyAttacks worker = new WorkerKeyAttacks(loot, honest);
    worker.trailers();
    worker.times();
    worker.bytes();
    worker.people();
    worker.claims();
    return worker.attacks;
  }

  private void trailers() {
    check(
        "a commit for another volume",
        ViolationKind.WRONG_VOLUME,
        (draft, record) -> draft.volume = new VolumeName("approval-logs"));
    check(
        "a commit for another index",
        ViolationKind.WRONG_INDEX,
        (draft, record) -> draft.firstIndex += 1);
    check(
        "a commit over other entries",
        ViolationKind.WRONG_ENTRIES_ROOT,
        (draft, record) -> draft.entriesRoot = Sha256.ofUtf8("other entries"));
    check(
        "a commit after another history",
        ViolationKind.WRONG_PARENT,
        (draft, record) -> draft.parentSha256 = Sha256.ofUtf8("another parent"));
    check(
        "a commit without trailers",
        ViolationKind.BAD_TRAILERS,
        (draft, record) -> draft.message = "Record\n");
  }

  private void times() {
    check(
        "a commit dated before the last one",
        ViolationKind.RECORDED_BACKWARDS,
        (draft, record) -> draft.recordedAt = record.recordedAt().minus(Duration.ofDays(400)));
    add(
        "a record of what is yet to happen",
        Ledgers.violation(ViolationKind.POSTDATED),
        ledgers -> {
          LedgerRecord check = check();
          Header later =
              new Header(
                  check.header().kind(),
                  check.header().subject(),
                  check.header().logicalStep(),
                  check.header().scope(),
                  check.header().timestamp().plus(Duration.ofHours(1)));
          ledgers.of(Series.CHECKS).write(LedgerRecord.of(later, check.body()), loot.worker);
        });
  }

  private void bytes() {
    bytes(
        "a record that is not canonical",
        ViolationKind.NOT_CANONICAL,
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          return text.replaceFirst(":", ": ").getBytes(StandardCharsets.UTF_8);
        });
    bytes(
        "a record with an unknown member",
        ViolationKind.SCHEMA,
        bytes -> {
          ObjectNode tree = tree(bytes);
          tree.put("approved_by_nobody", true);
          return CanonicalJson.of(tree);
        });
    bytes(
        "a record with the id of another",
        ViolationKind.ID_MISMATCH,
        bytes -> {
          ObjectNode tree = tree(bytes);
          tree.put("logical_step", "check-pre-another");
          return CanonicalJson.of(tree);
        });
    add(
        "a record in another deployment's folder",
        Ledgers.violation(ViolationKind.WRONG_PATH),
        ledgers -> {
          VolumeCopy checks = ledgers.of(Series.CHECKS);
          LedgerRecord check = check();
          checks.commit(
              draft ->
                  draft.signedBy(loot.worker).add(PushAttacks.free(checks), check.tree().bytes()));
        });
    add(
        "a check in the ledger of approvals",
        Ledgers.violation(ViolationKind.WRONG_PATH),
        ledgers -> ledgers.of(Series.APPROVALS).write(check(), loot.worker));
  }

  private void people() {
    add(
        "an approval without an intent",
        Ledgers.violation(ViolationKind.UNPROVEN_INTENT),
        ledgers -> {
          StandingRecord approval = honest.any(ApprovalDecision.class);
          write(ledgers, elsewhere(approval), without((ApprovalDecision) approval.record().body()));
        });
    add(
        "a request without an intent",
        Ledgers.violation(ViolationKind.UNPROVEN_INTENT),
        ledgers -> {
          ForgedDeployment forged = forged(ledgers, honest.any(DeploymentManifestOpened.class));
          forged.add(
              LedgerRecord.of(
                  forged.header(RecordKind.DEPLOYMENT_REQUEST, LogicalStep.REQUEST),
                  forged.requested()));
        });
    add(
        "an intent used for another record",
        Ledgers.violation(ViolationKind.UNPROVEN_INTENT),
        ledgers -> {
          StandingRecord approval = honest.any(ApprovalDecision.class);
          write(ledgers, elsewhere(approval), (ApprovalDecision) approval.record().body());
        });
    add(
        "an intent used for another plan",
        Ledgers.violation(ViolationKind.UNPROVEN_INTENT),
        ledgers -> {
          StandingRecord approval = honest.any(ApprovalDecision.class);
          again(
              ledgers,
              approval,
              LedgerRecord.of(
                  approval.record().header(), ofPlan((ApprovalDecision) approval.record().body())),
              draft -> {});
        });
    add(
        "an intent used in another environment",
        Ledgers.violation(ViolationKind.UNPROVEN_INTENT),
        ledgers -> {
          StandingRecord approval = honest.any(ApprovalDecision.class);
          Header header = approval.record().header();
          Header other =
              new Header(
                  header.kind(),
                  header.subject(),
                  header.logicalStep(),
                  Scope.parse("staging", header.scope().serviceText()),
                  header.timestamp());
          write(ledgers, other, (ApprovalDecision) approval.record().body());
        });
    add(
        "an intent kept for a day",
        Ledgers.violation(ViolationKind.LATE_INTENT),
        ledgers -> {
          StandingRecord approval = honest.any(ApprovalDecision.class);
          again(
              ledgers,
              approval,
              approval.record(),
              draft -> draft.recordedAt = approval.recordedAt().plus(Duration.ofDays(1)));
        });
  }

  private void claims() {
    add(
        "a cause that no person declared",
        Ledgers.violation(ViolationKind.CAUSAL_METHOD),
        ledgers -> {
          StandingRecord link = honest.any(CausalLink.class);
          CausalLink claim = (CausalLink) link.record().body();
          ledgers
              .of(Series.INCIDENTS)
              .write(
                  LedgerRecord.of(
                      elsewhere(link),
                      new CausalLink(
                          claim.deploymentId(),
                          null,
                          null,
                          CausalMethod.DECLARED,
                          1.0,
                          PersonAction.WORKER,
                          null,
                          null)),
                  loot.worker);
        });
    add(
        "a trust policy that no root signed",
        Ledgers.violation(ViolationKind.UNPROVEN_POLICY),
        ledgers -> {
          LedgerRecord policy = honest.any(Policy.class).record();
          ledgers
              .of(Series.TRUST_POLICY)
              .write(PolicySigner.sign(nextPolicy(policy, List.of()), loot.worker), loot.worker);
        });
    add(
        "a trust policy that grants more, and no root signed",
        Ledgers.violation(ViolationKind.UNPROVEN_POLICY),
        ledgers -> {
          LedgerRecord policy = honest.any(Policy.class).record();
          Policy more =
              ((Policy) policy.body()).granting(loot.worker.fingerprint(), List.of("erasure"));
          Header header = nextPolicy(policy, List.of()).header();
          ledgers
              .of(Series.TRUST_POLICY)
              .write(PolicySigner.sign(LedgerRecord.of(header, more), loot.worker), loot.worker);
        });
    VolumeName policies = Series.TRUST_POLICY.firstVolume();
    rootSigned(
        "a next volume of the trust policy that no root opened",
        ViolationKind.UNPROVEN_VOLUME,
        RecordKind.VOLUME,
        LogicalStep.volume(policies.next()),
        new SuccessorVolume(
            policies.next(),
            Series.TRUST_POLICY,
            1,
            Sha256.ofUtf8("root"),
            SOME_COMMIT,
            List.of()));
    VolumeName approvals = Series.APPROVALS.firstVolume();
    rootSigned(
        "a next volume that no root opened",
        ViolationKind.UNPROVEN_VOLUME,
        RecordKind.VOLUME,
        LogicalStep.volume(approvals.next()),
        new SuccessorVolume(
            approvals.next(), Series.APPROVALS, 1, Sha256.ofUtf8("root"), SOME_COMMIT, List.of()));
    rootSigned(
        "a mark that no root lowered",
        ViolationKind.UNPROVEN_MARK,
        RecordKind.MARK_LOWERED,
        LogicalStep.markLowered(SOME_COMMIT, 0),
        new MarkLowered(
            approvals,
            new MarkLowered.Mark(1, SOME_COMMIT),
            new MarkLowered.Mark(0, null),
            "the disk was lost",
            List.of()));
  }

  /// A record that roots have to sign, signed by the worker.
  private void rootSigned(
      String name, ViolationKind expected, RecordKind kind, String logicalStep, RootSigned body) {
    add(
        name,
        Ledgers.violation(expected),
        ledgers -> {
          Header policy = honest.any(Policy.class).record().header();
          Header header =
              new Header(kind, policy.subject(), logicalStep, policy.scope(), policy.timestamp());
          ledgers
              .of(Series.TRUST_POLICY)
              .write(PolicySigner.sign(LedgerRecord.of(header, body), loot.worker), loot.worker);
        });
  }

  /// The policy after this one, with other owners; nobody signed it yet.
  static LedgerRecord nextPolicy(LedgerRecord before, List<Owner> owners) {
    Policy policy = (Policy) before.body();
    Header header = before.header();
    return LedgerRecord.of(
        new Header(
            header.kind(),
            header.subject(),
            LogicalStep.policy(policy.version() + 1),
            header.scope(),
            header.timestamp()),
        new Policy(
            policy.version() + 1,
            policy.roots(),
            policy.threshold(),
            policy.grants(),
            policy.gatewayKeys(),
            policy.personalKeys(),
            policy.intentRules(),
            owners,
            policy.approvalRules(),
            policy.causalMethods(),
            List.of()));
  }

  /// A check that was never run, under a name of its own.
  private LedgerRecord check() {
    StandingRecord check = honest.any(CheckResult.class);
    return LedgerRecord.of(elsewhere(check), check.record().body());
  }

  /// The header of another record about the same.
  static Header elsewhere(StandingRecord record) {
    Header header = record.record().header();
    return new Header(
        header.kind(),
        header.subject(),
        header.logicalStep() + "-again",
        header.scope(),
        header.timestamp());
  }

  private ForgedDeployment forged(Ledgers ledgers, StandingRecord pattern) {
    return new ForgedDeployment(ledgers, loot, honest, pattern, pattern.record().header().scope());
  }

  private void write(Ledgers ledgers, Header header, ApprovalDecision decision) {
    ledgers.of(Series.APPROVALS).write(LedgerRecord.of(header, decision), loot.worker);
  }

  /// A second attempt at a record that stands.
  private void again(
      Ledgers ledgers,
      StandingRecord standing,
      LedgerRecord record,
      Consumer<ForgedCommit> change) {
    ledgers
        .of(standing.record().header().kind().series())
        .commit(
            draft -> {
              draft
                  .signedBy(loot.worker)
                  .add(LedgerPath.of(record.header()).attempt(2).text(), record.tree().bytes());
              change.accept(draft);
            });
  }

  private static ApprovalDecision without(ApprovalDecision decision) {
    return new ApprovalDecision(
        decision.decision(),
        decision.decidedBy(),
        decision.role(),
        decision.planSha256(),
        decision.rule(),
        decision.reason(),
        null);
  }

  private static ApprovalDecision ofPlan(ApprovalDecision decision) {
    return new ApprovalDecision(
        decision.decision(),
        decision.decidedBy(),
        decision.role(),
        Sha256.ofUtf8("another plan"),
        decision.rule(),
        decision.reason(),
        decision.intent());
  }

  private interface BytesChange {
    byte[] of(byte[] bytes);
  }

  private void bytes(String name, ViolationKind expected, BytesChange change) {
    add(
        name,
        Ledgers.violation(expected),
        ledgers -> {
          LedgerRecord check = check();
          ledgers
              .of(Series.CHECKS)
              .commit(
                  draft ->
                      draft
                          .signedBy(loot.worker)
                          .add(
                              LedgerPath.of(check.header()).text(),
                              change.of(check.tree().bytes())));
        });
  }

  /// A check in a commit with one thing wrong.
  private void check(
      String name, ViolationKind expected, BiConsumer<ForgedCommit, StandingRecord> wrong) {
    add(
        name,
        Ledgers.violation(expected),
        ledgers -> {
          StandingRecord before = honest.any(CheckResult.class);
          LedgerRecord check = check();
          ledgers
              .of(Series.CHECKS)
              .commit(
                  draft -> {
                    draft.signedBy(loot.worker).add(check);
                    wrong.accept(draft, before);
                  });
        });
  }

  private void add(String name, String expected, Consumer<Ledgers> harm) {
    attacks.add(new LedgerAttack(Thief.WORKER_KEY, name, expected, harm));
  }

  private static ObjectNode tree(byte[] bytes) {
    try {
      return (ObjectNode) RecordJson.mapper().readTree(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
