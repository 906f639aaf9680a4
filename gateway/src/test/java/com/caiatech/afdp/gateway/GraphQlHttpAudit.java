package com.caiatech.afdp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.caiatech.afdp.gateway.security.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs the server audits of the npm package `graphql-http` against a gateway.
public final class GraphQlHttpAudit {
  private static final Path SCRIPTS = Path.of("src/test/node");

  private GraphQlHttpAudit() {}

  /// Skips the test, visibly, where node is missing.
  ///
  /// @param folder a scratch folder
  public static void assertAllOk(URI graphql, Path folder) throws Exception {
    boolean hasNode = isThere("node") && isThere("npm");
    if (!hasNode) {
      System.out.println("SKIPPED: the graphql-http audit needs node and npm on the PATH");
    }
    assumeTrue(hasNode, "the graphql-http audit needs node and npm on the PATH");
    for (String name : List.of("package.json", "package-lock.json", "audit.mjs")) {
      Files.copy(SCRIPTS.resolve(name), folder.resolve(name));
    }
    Output installed = run(folder, Map.of(), "npm", "ci", "--no-audit", "--no-fund");
    assertThat(installed.exitCode()).as(installed.text()).isZero();
    Output audited =
        run(
            folder,
            Map.of("AUDIT_URL", graphql.toString(), "AUDIT_TOKEN", TestGateway.token(Role.VIEWER)),
            "node",
            "audit.mjs");
    System.out.println("graphql-http audit: " + audited.text().strip());
    assertThat(audited.text().strip()).isEqualTo("61 of 61 ok");
    assertThat(audited.exitCode()).isZero();
  }

  private record Output(int exitCode, String text) {}

  private static Output run(Path folder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Output(process.exitValue(), text);
  }

  private static boolean isThere(String command) throws InterruptedException {
    try {
      return run(Path.of("."), Map.of(), command, "--version").exitCode() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
