package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Terminal;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Prints the version.
@Command(
    name = VersionCommand.NAME,
    description = "Prints the version.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp version", "  afdp version --json"})
public final class VersionCommand implements Callable<ExitCode> {
  /// The word that asks for it.
  public static final String NAME = "version";

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public ExitCode call() {
    String version =
        Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
            .orElse("development");
    Terminal.data(
        json
            ? JsonNodeFactory.instance.objectNode().put("version", version).toString()
            : "afdp " + version);
    return ExitCode.DONE;
  }
}
