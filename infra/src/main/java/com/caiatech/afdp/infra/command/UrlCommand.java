package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.workers.target.local.LocalTarget;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints the address of a service that this machine runs.
@Command(
    name = "url",
    description = "Prints the address under which a service answers that runs on this machine.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp url checkout staging", "  curl \"$(afdp url checkout staging)\""})
public final class UrlCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();
  @Mixin private final ServiceAndEnvironment pair = new ServiceAndEnvironment();

  @Override
  public ExitCode call() {
    Endpoints.read(options.state()); // where no platform runs, nothing answers there
    URI address =
        LocalTarget.address(
                new StateLayout(options.state()).target(), pair.service(), pair.environment())
            .orElseThrow(
                () ->
                    new InfraException.Refused(
                        "nothing of %1$s serves in %2$s; deploy it with: afdp deploy %1$s %2$s"
                            .formatted(pair.service(), pair.environment())));
    options.print(
        JsonNodeFactory.instance.objectNode().put("url", address.toString()), address.toString());
    return ExitCode.DONE;
  }
}
