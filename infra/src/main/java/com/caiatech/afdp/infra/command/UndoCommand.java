package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Goes back from the last deployment that succeeded to what served before it.
@Command(
    name = "undo",
    description =
        "Goes back from the last deployment or rollback that succeeded to what served "
            + "before it.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp undo 01890a5d-ac96-774b-bcce-b302099a8057 --wait"})
public final class UndoCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final DeploymentAndReason asked = new DeploymentAndReason();
  @Mixin private final WaitOptions waiting = new WaitOptions();

  @Override
  public ExitCode call() {
    return Started.by(session, "undoDeployment", "UndoDeploymentInput", asked.input(), waiting);
  }
}
