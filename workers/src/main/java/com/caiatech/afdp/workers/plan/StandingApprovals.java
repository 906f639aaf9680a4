package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.soundness.ApprovalTally;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.activity.ApprovalActivities;
import com.caiatech.afdp.workers.activity.ApprovalCount;
import com.caiatech.afdp.workers.activity.FailureTypes;
import com.caiatech.afdp.workers.ledger.LedgerReadings;
import com.caiatech.afdp.workers.reason.Reason;
import java.util.Comparator;
import java.util.List;

/// Counts approvals as the verdict on the deployment will, from the records that stand: what
/// suffices here is enough for {@link StartEvidence}, unless the trust policy changes in between.
public final class StandingApprovals implements ApprovalActivities {
  private static final Comparator<ApprovalTally> BY_WHAT_LACKS =
      Comparator.comparingInt(ApprovalTally::missing)
          .thenComparingInt(tally -> tally.rule().minimum());

  private final LedgerReadings readings;

  public StandingApprovals(LedgerReadings readings) {
    this.readings = readings;
  }

  @Override
  public ApprovalCount count(DeploymentId deployment, List<RecordRef> decisions) {
    try {
      LedgerReadings ledger = readings.forOneDecision();
      List<StandingRecord> records = ledger.standingAbout(deployment.subject());
      StandingRecord opened =
          records.stream()
              .filter(it -> it.record().body() instanceof DeploymentManifestOpened)
              .findFirst()
              .orElseThrow(
                  () ->
                      FailureTypes.unsound(
                          Reason.of(
                              "its approvals were not counted: it has no opened manifest that counts")));
      return ApprovalTally.of(
              opened,
              records.stream().filter(it -> decisions.contains(it.ref())).toList(),
              ledger.policy())
          .stream()
          .max(BY_WHAT_LACKS)
          .map(tally -> new ApprovalCount(tally.found(), tally.rule().minimum()))
          .orElse(new ApprovalCount(0, 0));
    } catch (WorkersException fault) {
      throw FailureTypes.of(fault);
    }
  }
}
