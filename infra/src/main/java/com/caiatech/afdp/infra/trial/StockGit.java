package com.caiatech.afdp.infra.trial;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `git` command of this machine, without its user's configuration.
public final class StockGit {
  private final Path folder;
  private final Map<String, String> environment;

  /// @param folder where it runs
  /// @param environment added to this process's own
  public StockGit(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /// The same by an author, who is the committer too.
  public static StockGit by(Path folder, String name, String email) {
    return new StockGit(
        folder,
        Map.of(
            "GIT_AUTHOR_NAME", name,
            "GIT_AUTHOR_EMAIL", email,
            "GIT_COMMITTER_NAME", name,
            "GIT_COMMITTER_EMAIL", email));
  }

  /// Runs git to its end.
  ///
  /// @return what it printed, stderr included
  /// @throws InfraException.Unavailable when its exit code is not 0
  public String run(String... arguments) {
    return run(ProcessBuilder.Redirect.PIPE, arguments);
  }

  /// The same with a file as its input.
  public String runOn(Path input, String... arguments) {
    return run(ProcessBuilder.Redirect.from(input.toFile()), arguments);
  }

  private String run(ProcessBuilder.Redirect input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(input);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new InfraException.Unavailable(
            "%s: expected exit code 0, found %d: %s"
                .formatted(command, process.exitValue(), output));
      }
      return output;
    } catch (IOException failure) {
      throw new InfraException.Unavailable("running " + command + " failed: " + failure, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable(command + " was interrupted", interrupted);
    }
  }
}
