package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Deploys the commits of a deployment again that ended without success.
@Command(
    name = "retry",
    description =
        "Deploys exactly the commits of a deployment that ended without success, with "
            + "new checks and approvals.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp retry 01890a5d-ac96-774b-bcce-b302099a8057 --wait"})
public final class RetryCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final DeploymentAndReason asked = new DeploymentAndReason();
  @Mixin private final WaitOptions waiting = new WaitOptions();

  @Override
  public ExitCode call() {
    return Started.by(session, "retryDeployment", "RetryDeploymentInput", asked.input(), waiting);
  }
}
