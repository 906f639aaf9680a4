package com.caiatech.afdp.workers.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrategyTest {
  private static final PlanStep.Check SMOKE =
      new PlanStep.Check(PlanStep.Check.POST, "smoke", 1_000);

  @Test
  void rollingReplacesInstanceByInstanceAndChecksWhereTheNewVersionServes() {
    assertThat(
            Strategy.of(new Descriptor.Rolling(), DeploymentType.DEPLOY)
                .steps(3, List.of(SMOKE), 1_000))
        .containsExactly(
            new PlanStep.Start(1, 1_000),
            new PlanStep.SetWeights(33, 1_000),
            new PlanStep.Retire(2, 1_000),
            new PlanStep.Start(2, 1_000),
            new PlanStep.SetWeights(66, 1_000),
            new PlanStep.Retire(1, 1_000),
            new PlanStep.Start(3, 1_000),
            new PlanStep.SetWeights(100, 1_000),
            new PlanStep.Retire(0, 1_000),
            SMOKE);
  }

  @Test
  void blueGreenChecksBeforeItSwitchesAndKeepsTheOldVersionForAWhile() {
    assertThat(
            Strategy.of(new Descriptor.BlueGreen(30), DeploymentType.DEPLOY)
                .steps(3, List.of(SMOKE), 1_000))
        .containsExactly(
            new PlanStep.Start(3, 1_000),
            SMOKE,
            new PlanStep.SetWeights(100, 1_000),
            new PlanStep.Bake(30_000, 31_000),
            new PlanStep.Retire(0, 1_000));
  }

  @Test
  void whatARollbackGoesBackFromIsNotKept() {
    assertThat(Strategy.of(new Descriptor.BlueGreen(30), DeploymentType.ROLLBACK))
        .isEqualTo(new BlueGreen(0));
    assertThat(Strategy.of(new Descriptor.Rolling(), DeploymentType.ROLLBACK))
        .isEqualTo(new Rolling());
  }
}
