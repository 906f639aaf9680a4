package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lets a deployment begin no further step.
@Command(
    name = "pause",
    description = "Lets a deployment begin no further step until it is resumed.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp pause 01890a5d-ac96-774b-bcce-b302099a8057 --reason \"the graphs look odd\""})
public final class PauseCommand implements Callable<ExitCode> {
  @Mixin private final SteeringOptions steering = new SteeringOptions();

  @Override
  public ExitCode call() {
    return steering.send("pauseDeployment", "SteerDeploymentInput", null, "begins no further step");
  }
}
