package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Goes on from a pause of the plan, or to the end.
@Command(
    name = "promote",
    description = "Goes on from the pause that the plan has at this point.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp promote 01890a5d-ac96-774b-bcce-b302099a8057",
      "  afdp promote 01890a5d-ac96-774b-bcce-b302099a8057 --full"
    })
public final class PromoteCommand implements Callable<ExitCode> {
  @Mixin private final SteeringOptions steering = new SteeringOptions();

  @ArgGroup private final Which which = new Which();

  /// One of two.
  private static final class Which {
    @Nullable
    @Option(
        names = "--step",
        paramLabel = "N",
        description = "The step that is meant; it is refused once another is under way.")
    private Integer step;

    @Option(
        names = "--full",
        description =
            "Go on to the end without pauses, baking and further checks of the new version; approvals are still waited for.")
    private boolean full;
  }

  @Override
  public ExitCode call() {
    return which.full
        ? steering.send(
            "promoteDeploymentFully", "SteerDeploymentInput", null, "goes on to its end")
        : steering.send("promoteDeployment", "PromoteDeploymentInput", which.step, "goes on");
  }
}
