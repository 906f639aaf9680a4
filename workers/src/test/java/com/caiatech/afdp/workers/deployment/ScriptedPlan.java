package com.caiatech.afdp.workers.deployment;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.Plan;
import com.caiatech.afdp.schemas.plan.PlanRule;
import com.caiatech.afdp.schemas.plan.PlanStep;
import com.caiatech.afdp.schemas.plan.PreviousDeployment;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.workers.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The plans of a scripted world, by what it is told of them.
final class ScriptedPlan {
  private ScriptedPlan() {}

  /// The plan of what is deployed next.
  ///
  /// @param ofPrevious where the manifest of what serves is said to stand
  static Plan of(ScriptedWorld world, RecordRef ofPrevious) {
    DeploymentId before = world.serving;
    CommitId commit = new CommitId("a".repeat(40));
    return new Plan(
        Plan.VERSION,
        DeploymentType.DEPLOY,
        "rolling",
        Map.of(
            SourceRole.APPLICATION,
            new DeployedSource(
                new RepositoryName("cart"), null, commit, Sha256.ofUtf8("tree"), null, null, null)),
        List.of(),
        Sha256.ofUtf8("descriptor"),
        before == null
            ? null
            : new PreviousDeployment(before, ofPrevious, Map.of(SourceRole.APPLICATION, commit)),
        null,
        List.of(new PlanRule(ScriptedWorld.RULE, world.requiredApprovals)),
        steps(world));
  }

  private static List<PlanStep> steps(ScriptedWorld world) {
    List<PlanStep> steps = new ArrayList<>();
    long within = world.limits.stepWithinMillis();
    steps.addAll(checks(PlanStep.Check.PRE, world.preChecks, within));
    if (world.requiredApprovals > 0) {
      steps.add(new PlanStep.Approve(ScriptedWorld.RULE, world.limits.decideWithinMillis()));
    }
    steps.addAll(
        world.strategy.steps(
            world.replicas,
            checks(PlanStep.Check.POST, world.postChecks, within),
            new Strategy.Deadlines(within, world.limits.pauseWithinMillis())));
    steps.add(new PlanStep.Confirm(within));
    steps.add(new PlanStep.Restore(within));
    steps.add(new PlanStep.Close(within));
    return steps;
  }

  private static List<PlanStep.Check> checks(String stage, int count, long withinMillis) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> new PlanStep.Check(stage, "c" + number, withinMillis))
        .toList();
  }
}
