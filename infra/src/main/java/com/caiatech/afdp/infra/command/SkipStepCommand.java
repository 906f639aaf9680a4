package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Waits no longer for the step under way.
@Command(
    name = "skip-step",
    description =
        "Waits no longer for the pause, the baking or the check of the new version that is under way.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp skip-step 01890a5d-ac96-774b-bcce-b302099a8057 --reason \"the check is known to be broken\""
    })
public final class SkipStepCommand implements Callable<ExitCode> {
  @Mixin private final SteeringOptions steering = new SteeringOptions();

  @Nullable
  @Option(
      names = "--step",
      paramLabel = "N",
      description = "The step that is meant; it is refused once another is under way.")
  private Integer step;

  @Override
  public ExitCode call() {
    return steering.send("skipDeploymentStep", "PromoteDeploymentInput", step, "goes on");
  }
}
