package com.caiatech.afdp.schemas.soundness;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.ledger.StandingRecord;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.record.ApprovalDecision;
import com.caiatech.afdp.schemas.record.ApprovalRule;
import com.caiatech.afdp.schemas.record.Decision;
import com.caiatech.afdp.schemas.record.DeploymentManifestOpened;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// How many of the distinct people that an approval rule asks for have approved a deployment's
/// plan.
///
/// @param rule of the trust policy or of the plan
/// @param found distinct owners of the person ids of those whose decisions count, without the
///   requester
public record ApprovalTally(ApprovalRule rule, int found) {
  /// Counts for every rule that holds for the deployment: those of the trust policy first, then the
  /// plan's own.
  ///
  /// @param opened its opened manifest
  /// @param reliedOn its trusted records; those that are no decisions count for nothing
  public static List<ApprovalTally> of(
      StandingRecord opened, Collection<StandingRecord> reliedOn, TrustPolicy policy) {
    DeploymentManifestOpened manifest = (DeploymentManifestOpened) opened.record().body();
    return Stream.concat(
            policyRules(opened, policy).stream(),
            manifest.plan().rules().stream().map(ApprovalTally::asRule))
        .map(rule -> new ApprovalTally(rule, approvers(opened, reliedOn, policy, rule).size()))
        .toList();
  }

  /// The rules of the trust policy that hold for the deployment; a deployment that none covers is
  /// unsound.
  static List<ApprovalRule> policyRules(StandingRecord opened, TrustPolicy policy) {
    DeploymentManifestOpened manifest = (DeploymentManifestOpened) opened.record().body();
    return policy.approvalRules(
        manifest.plan().deploymentType(),
        opened.record().header().scope(),
        opened.volume(),
        opened.index());
  }

  /// Whether the rule has what it asks for.
  public boolean isMet() {
    return missing() == 0;
  }

  /// How many people more the rule asks for.
  public int missing() {
    return Math.max(0, rule.minimum() - found);
  }

  private static ApprovalRule asRule(PlanRule rule) {
    return new ApprovalRule(
        rule.name(), "*", "*", List.of(), rule.minimum(), List.of(), List.of(), List.of());
  }

  private static Set<String> approvers(
      StandingRecord opened,
      Collection<StandingRecord> reliedOn,
      TrustPolicy policy,
      ApprovalRule rule) {
    DeploymentManifestOpened manifest = (DeploymentManifestOpened) opened.record().body();
    Sha256 plan = opened.record().tree().planSha256().orElse(manifest.planSha256());
    Set<String> approvers = new HashSet<>();
    for (StandingRecord record : reliedOn) {
      if (record.record().body() instanceof ApprovalDecision decision
          && decision.decision() != Decision.REJECTED
          && decision.planSha256().equals(plan)) {
        String owner = owner(decision.decidedBy(), opened, policy);
        if (counts(decision, rule, owner)) {
          approvers.add(owner);
        }
      }
    }
    approvers.remove(owner(manifest.requestedBy(), opened, policy));
    return approvers;
  }

  private static boolean counts(ApprovalDecision decision, ApprovalRule rule, String owner) {
    return (rule.roles().isEmpty() || rule.roles().contains(decision.role()))
        && (rule.members().isEmpty() || rule.members().contains(owner));
  }

  private static String owner(PersonId person, StandingRecord opened, TrustPolicy policy) {
    return policy.owner(person, opened.volume(), opened.index());
  }
}
