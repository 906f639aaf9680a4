package com.caiatech.afdp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A judge from npm: a folder under `src/test/node` with its scripts and what they need.
///
/// @param folder where it is installed
public record NodePackage(Path folder) {
  private static final Path PACKAGES = Path.of("src/test/node");

  /// What a script printed, and its exit code.
  public record Output(int exitCode, String text) {}

  /// Installs it; skips the test, visibly, where node is missing.
  ///
  /// @param folder a scratch folder
  public static NodePackage installed(String name, Path folder) throws Exception {
    boolean hasNode = isThere("node") && isThere("npm");
    if (!hasNode) {
      System.out.println("SKIPPED: " + name + " needs node and npm on the PATH");
    }
    assumeTrue(hasNode, name + " needs node and npm on the PATH");
    try (Stream<Path> files = Files.list(PACKAGES.resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Output installed = run(folder, Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund"));
    assertThat(installed.exitCode()).as(installed.text()).isZero();
    return new NodePackage(folder);
  }

  /// Runs one of its scripts.
  public Output run(String script, Map<String, String> environment) throws Exception {
    return run(folder, environment, List.of("node", script));
  }

  private static Output run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Output(process.exitValue(), text.strip());
  }

  private static boolean isThere(String command) throws InterruptedException {
    try {
      return run(Path.of("."), Map.of(), List.of(command, "--version")).exitCode() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
