package com.caiatech.afdp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.security.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// Runs the server audits of the npm package `graphql-http` against a gateway.
public final class GraphQlHttpAudit {
  private GraphQlHttpAudit() {}

  /// Skips the test, visibly, where node is missing.
  ///
  /// @param folder a scratch folder
  public static void assertAllOk(URI graphql, Path folder) throws Exception {
    NodePackage.Output audited =
        NodePackage.installed("audit", folder)
            .run(
                "audit.mjs",
                Map.of(
                    "AUDIT_URL",
                    graphql.toString(),
                    "AUDIT_TOKEN",
                    TestGateway.token(Role.VIEWER)));
    System.out.println("graphql-http audit: " + audited.text());
    assertThat(audited.text()).isEqualTo("61 of 61 ok");
    assertThat(audited.exitCode()).isZero();
  }
}
