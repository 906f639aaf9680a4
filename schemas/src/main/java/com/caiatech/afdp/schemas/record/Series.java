package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/// The five series of records; the first volume of each bears its name.
public enum Series {
  DEPLOYMENT_MANIFESTS("deployment-manifests"),
  CHECKS("pre-post-deployment-checks"),
  APPROVALS("approval-logs"),
  INCIDENTS("incident-reports"),
  TRUST_POLICY("trust-policy");

  private final String value;

  Series(String value) {
    this.value = value;
  }

  /// The name as users know it.
  @JsonValue
  public String value() {
    return value;
  }

  /// The name of the series' first volume.
  public VolumeName firstVolume() {
    return new VolumeName(value);
  }

  /// The series of a volume.
  ///
  /// @throws IllegalArgumentException when the volume's name is of no series
  public static Series of(VolumeName volume) {
    return parse(volume.first().value());
  }

  /// Reads the name as users know it.
  @JsonCreator
  public static Series parse(String value) {
    return Arrays.stream(values())
        .filter(series -> series.value.equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Series: expected one of "
                        + Arrays.toString(values())
                        + ", found '"
                        + value
                        + "'"));
  }

  @Override
  public String toString() {
    return value;
  }
}
