package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.Owner;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.RecordKind;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.trust.FirstPolicy;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.schemas.trust.PolicySigner;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import java.time.Instant;
import java.util.List;

/// The trust policies of a {@link Story}, of which here only approval rules and owners matter.
final class StoryPolicies {
  private static final Instant BEFORE = Story.START.minusSeconds(60);
  private static final OpenPgpSecretKey ROOT =
      OpenPgpSecretKey.generate("Root <root@afdp.invalid>", BEFORE);
  private static final LedgerRecord FIRST =
      FirstPolicy.of(
          ROOT,
          ROOT.publicKey(),
          Ed25519SigningKey.generate().verifyingKey(),
          "afdp-test",
          FirstPolicy.rules(Story.RULE, Story.STAGING.value(), 1),
          SubjectId.create(BEFORE),
          BEFORE);

  /// One approval of each deployment, by who did not ask for it.
  static final PolicyHistory ONE_APPROVAL =
      taken(PolicyHistory.pinned(TrustPolicy.digest(FIRST)), FIRST, BEFORE);

  private StoryPolicies() {}

  /// The same, and from the moment on these owners of person ids, and so many approvals.
  static PolicyHistory since(Instant moment, int approvals, List<Owner> owners) {
    Policy first = (Policy) FIRST.body();
    Policy second =
        new Policy(
            2,
            first.roots(),
            first.threshold(),
            first.grants(),
            first.gatewayKeys(),
            first.personalKeys(),
            first.intentRules(),
            owners,
            FirstPolicy.rules(Story.RULE, Story.STAGING.value(), approvals),
            first.causalMethods(),
            List.of());
    Header header =
        new Header(
            RecordKind.POLICY,
            FIRST.header().subject(),
            LogicalStep.policy(2),
            Scope.global(),
            moment);
    return taken(ONE_APPROVAL, PolicySigner.sign(LedgerRecord.of(header, second), ROOT), moment);
  }

  private static PolicyHistory taken(PolicyHistory before, LedgerRecord policy, Instant moment) {
    return switch (before.offer(policy, moment)) {
      case PolicyHistory.Acceptance.Accepted(PolicyHistory history) -> history;
      case PolicyHistory.Acceptance.Refused(String reason) ->
          throw new IllegalStateException(reason);
    };
  }
}
