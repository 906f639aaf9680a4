package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.SubjectId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a deployment and the traffic that flowed when it ended, or `go`: what was relied on
/// before the first traffic.
///
/// @param number counts from 1; 0 for `go`
/// @param result absent for `go`
/// @param traffic the whole traffic of the service in the environment after the step; empty for
///   `go`
/// @param because the approvals and checks that `go` relies on; empty where the policy asks for
///   none, and in every other step
/// @param endedAt absent for `go`
public record DeploymentStep(
    int number,
    String name,
    @Nullable StepResult result,
    List<TrafficShare> traffic,
    List<RecordRef> because,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String detail)
    implements RecordBody {
  public DeploymentStep {
    traffic = List.copyOf(traffic);
    because = List.copyOf(because);
    if ((number == 0) != (result == null) || (number == 0) != (endedAt == null)) {
      throw new IllegalArgumentException(
          "DeploymentStep "
              + name
              + ": expected result and end in all but `go` (number 0), found number "
              + number
              + ", result "
              + result
              + ", ended "
              + endedAt);
    }
  }

  /// Leave to give the deployment traffic.
  public static DeploymentStep go(List<RecordRef> because, Instant moment) {
    return new DeploymentStep(0, LogicalStep.GO, null, List.of(), because, moment, null, null);
  }

  /// Whether the deployment had traffic after it.
  public boolean gives(SubjectId deployment) {
    return traffic.stream()
        .filter(share -> share.weight() > 0)
        .anyMatch(share -> share.deploymentId().subject().equals(deployment));
  }

  /// Whether it only says what was relied on, and moved no traffic.
  public boolean saysGo() {
    return number == 0;
  }
}
