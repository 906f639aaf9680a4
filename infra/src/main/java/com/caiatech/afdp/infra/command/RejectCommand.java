package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Rejects the plan of a deployment that waits for approval.
@Command(
    name = "reject",
    description = "Rejects the plan of a deployment that waits for approval.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp reject 01890a5d-ac96-774b-bcce-b302099a8057 --reason \"as agreed\""})
public final class RejectCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "The deployment's id.")
  private DeploymentId deployment;

  @Nullable
  @Option(names = "--reason", description = "Short text in clear, kept in the record.")
  private String reason;

  @Nullable
  @Option(
      names = "--plan",
      paramLabel = "SHA256",
      description = "The plan digest to decide on; default: the one that is shown.")
  private Sha256 plan;

  @Override
  public ExitCode call() {
    return Deciding.decide(session, "rejectDeployment", deployment, plan, reason);
  }
}
