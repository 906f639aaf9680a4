package com.caiatech.afdp.infra.demo;

/// The queries of the demo.
final class DemoQueries {
  static final String PLAN = "query($id: ID!) { deployment(id: $id) { status reason planSha256 } }";

  static final String RANGES =
      "query($id: ID!) { deployment(id: $id) { sources { rangeState shippedCount } } }";

  static final String RUNNING =
      """
      query($service: String!, $environment: String!) {
        runningAt(service: $service, environment: $environment) {
          serving { weight deployment { deploymentId sources { role commit { sha subject } } } }
          evidence { path sha256 verdict }
        }
      }
      """;

  private DemoQueries() {}
}
