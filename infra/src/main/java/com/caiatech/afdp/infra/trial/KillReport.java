package com.caiatech.afdp.infra.trial;

import java.util.List;
import java.util.Map;

/// What a kill trial came to.
///
/// @param undisturbedMillis how long a deployment takes that nobody disturbs
/// @param statuses how the deployments of the moments ended: status to number
/// @param stopMillis how long the last, orderly stop took
/// @param verified whether `afdp verify` says that all holds
/// @param rebuild what `afdp rebuild` printed
/// @param faults empty when nothing was lost, doubled, left open or left running
public record KillReport(
    String temporal,
    long seed,
    long undisturbedMillis,
    List<Moment> moments,
    Map<String, Integer> statuses,
    int records,
    int deployments,
    long stopMillis,
    boolean verified,
    String rebuild,
    List<String> faults) {
  public KillReport {
    moments = List.copyOf(moments);
    statuses = Map.copyOf(statuses);
    faults = List.copyOf(faults);
  }

  /// One kill.
  ///
  /// @param afterMillis from the request to the kill
  /// @param acknowledged whether the request had been answered by then
  /// @param restartMillis until the platform was ready again
  public record Moment(
      int number,
      long afterMillis,
      boolean acknowledged,
      long restartMillis,
      String deploymentId) {}
}
