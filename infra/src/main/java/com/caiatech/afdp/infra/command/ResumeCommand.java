package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Goes on from where a person paused.
@Command(
    name = "resume",
    description = "Goes on from where somebody paused a deployment.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp resume 01890a5d-ac96-774b-bcce-b302099a8057"})
public final class ResumeCommand implements Callable<ExitCode> {
  @Mixin private final SteeringOptions steering = new SteeringOptions();

  @Override
  public ExitCode call() {
    return steering.send("resumeDeployment", "SteerDeploymentInput", null, "goes on");
  }
}
