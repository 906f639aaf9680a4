package com.caiatech.afdp.infra.command;

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
public final class ResumeCommand implements Callable<Integer> {
  @Mixin private final SteeringOptions steering = new SteeringOptions();

  @Override
  public Integer call() {
    return steering.send("resumeDeployment", "SteerDeploymentInput", null, "goes on");
  }
}
