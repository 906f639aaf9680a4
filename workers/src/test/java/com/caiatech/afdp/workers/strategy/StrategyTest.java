package com.caiatech.afdp.workers.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import com.caiatech.afdp.schemas.plan.PlanStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrategyTest {
  private static final PlanStep.Check SMOKE =
      new PlanStep.Check(PlanStep.Check.POST, "smoke", 1_000);
  private static final Strategy.Deadlines DEADLINES = new Strategy.Deadlines(1_000, 60_000);

  @Test
  void rollingReplacesInstanceByInstanceAndChecksWhereTheNewVersionServes() {
    assertThat(
            Strategy.of(new Descriptor.Rolling(Map.of()), DeploymentType.DEPLOY)
                .steps(3, List.of(SMOKE), DEADLINES))
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
            Strategy.of(new Descriptor.BlueGreen(30, null), DeploymentType.DEPLOY)
                .steps(3, List.of(SMOKE), DEADLINES))
        .containsExactly(
            new PlanStep.Start(3, 1_000),
            SMOKE,
            new PlanStep.SetWeights(100, 1_000),
            new PlanStep.Bake(30_000, 31_000),
            new PlanStep.Retire(0, 1_000));
  }

  @Test
  void whatARollbackGoesBackFromIsNotKept() {
    assertThat(Strategy.of(new Descriptor.BlueGreen(30, null), DeploymentType.ROLLBACK))
        .isEqualTo(new BlueGreen(0, null));
    assertThat(Strategy.of(new Descriptor.Rolling(Map.of()), DeploymentType.ROLLBACK))
        .isEqualTo(new Rolling(Map.of()));
  }

  @Test
  void aPauseStandsWhereTheDescriptorSaysAndNeedsAPersonWhereItHasNoEnd() {
    Descriptor.Pause timed = new Descriptor.Pause(5);
    Descriptor.Pause open = new Descriptor.Pause(null);
    assertThat(
            Strategy.of(new Descriptor.Rolling(Map.of(1, open, 2, timed)), DeploymentType.DEPLOY)
                .steps(2, List.of(SMOKE), DEADLINES))
        .containsSubsequence(
            new PlanStep.Retire(1, 1_000),
            new PlanStep.Pause(60_000, true, 61_000),
            new PlanStep.Start(2, 1_000),
            new PlanStep.Retire(0, 1_000),
            new PlanStep.Pause(5_000, false, 6_000),
            SMOKE);
    assertThat(
            Strategy.of(new Descriptor.BlueGreen(30, open), DeploymentType.DEPLOY)
                .steps(2, List.of(SMOKE), DEADLINES))
        .containsSubsequence(
            SMOKE, new PlanStep.Pause(60_000, true, 61_000), new PlanStep.SetWeights(100, 1_000));
  }

  @Test
  void aRollbackStandsStillNowhere() {
    Descriptor.Pause open = new Descriptor.Pause(null);
    assertThat(Strategy.of(new Descriptor.BlueGreen(30, open), DeploymentType.ROLLBACK))
        .isEqualTo(new BlueGreen(0, null));
    assertThat(Strategy.of(new Descriptor.Rolling(Map.of(1, open)), DeploymentType.ROLLBACK))
        .isEqualTo(new Rolling(Map.of()));
  }
}
