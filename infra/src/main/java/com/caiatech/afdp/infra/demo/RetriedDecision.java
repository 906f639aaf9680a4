package com.caiatech.afdp.infra.demo;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Following;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Approves a plan as soon as the deployment waits for it: the manifest is readable a moment
/// before.
final class RetriedDecision {
  private RetriedDecision() {}

  static void approve(GatewayClient approver, String deployment, String plan, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    while (true) {
      try {
        approver.mutate(
            "approveDeployment",
            "DecideDeploymentInput",
            Map.of(
                "id",
                Ids.newUuid7(Instant.now()).toString(),
                "deploymentId",
                deployment,
                "planSha256",
                plan,
                "reason",
                "demo"),
            "... on DeploymentDecided { approvals }");
        return;
      } catch (InfraException.Refused refused) {
        boolean early = String.valueOf(refused.getMessage()).contains("NOT_AWAITING_APPROVAL");
        if (!early || Instant.now().isAfter(deadline)) {
          throw refused;
        }
        Following.pause();
      }
    }
  }
}
