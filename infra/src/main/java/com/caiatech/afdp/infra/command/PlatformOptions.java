package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.embedded.TemporalService;
import com.caiatech.afdp.infra.runner.RunnerOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// The options of every command that starts the platform.
final class PlatformOptions {
  @Option(
      names = "--port",
      paramLabel = "PART=PORT",
      description =
          "The port of a part: gateway, webhook, git, bolt, temporal or queue; default: the one it"
              + " had, else a free one. Repeatable.")
  private Map<String, Integer> ports = new LinkedHashMap<>();

  @Option(
      names = "--temporal",
      paramLabel = "KIND",
      defaultValue = "auto",
      description =
          "The Temporal service: auto, in_process or command; auto takes the temporal command where"
              + " it is on the PATH. Default: ${DEFAULT-VALUE}.")
  private TemporalService.Choice temporal = TemporalService.Choice.AUTO;

  RunnerOptions on(Path state) {
    return new RunnerOptions(state, ports, temporal);
  }
}
