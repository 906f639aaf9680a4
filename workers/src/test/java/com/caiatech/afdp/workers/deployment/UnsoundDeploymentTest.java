package com.caiatech.afdp.workers.deployment;

import static com.caiatech.afdp.workers.plan.RecordedDeployments.CART;
import static com.caiatech.afdp.workers.plan.RecordedDeployments.STAGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentManifestClosed;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import com.caiatech.afdp.schemas.record.TrafficShare;
import com.caiatech.afdp.workers.target.local.SampleService;
import java.util.List;
import org.junit.jupiter.api.Test;

/// All of the workers on in-process Temporal: a deployment that the policy does not let start.
class UnsoundDeploymentTest extends RunningWorkersFixture {
  @Test
  void itFailsForWhatWasFoundAndLeavesWhatRunsAsItIs() throws Exception {
    DeploymentId one = running.deploy(SampleService.files("one"));
    assertThat(running.status(one)).isEqualTo(DeploymentStatus.SUCCEEDED);
    List<ProcessHandle> processes = running.target().processes(CART, STAGING, one);
    assertThat(processes).hasSize(2);
    running.recorded().write(running.recorded().platform().withoutApprovalRules());
    DeploymentId two = running.deploy(SampleService.files("two"));
    assertThat(running.status(two)).isEqualTo(DeploymentStatus.FAILED);
    assertThat(running.body(two, DeploymentManifestClosed.class).reason())
        .startsWith("nothing of deployment " + two + " was started; what runs was left as it is: ")
        .contains("no-rule: ");
    assertThat(running.target().observe(CART, STAGING)).containsExactly(new TrafficShare(one, 100));
    assertThat(running.target().processes(CART, STAGING, one))
        .containsExactlyInAnyOrderElementsOf(processes);
    assertThat(running.target().processes(CART, STAGING, two)).isEmpty();
  }
}
