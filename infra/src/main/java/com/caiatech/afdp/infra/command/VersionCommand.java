package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Prints the version.
@Command(
    name = "version",
    description = "Prints the version.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp version"})
public final class VersionCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    Terminal.data("afdp " + (version == null ? "development" : version));
    return 0;
  }
}
