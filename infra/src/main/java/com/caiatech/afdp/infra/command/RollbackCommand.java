package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.schemas.id.DeploymentId;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Goes back to an earlier deployment whose evidence verifies.
@Command(
    name = "rollback",
    description = "Goes back to an earlier deployment whose evidence verifies.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp rollback checkout production --wait",
      "  afdp rollback checkout production --to 01890a5d-ac96-774b-bcce-b302099a8057"
    })
public final class RollbackCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final ServiceAndEnvironment pair = new ServiceAndEnvironment();
  @Mixin private final WaitOptions waiting = new WaitOptions();

  @Nullable
  @Option(
      names = "--to",
      paramLabel = "DEPLOYMENT",
      description =
          "The deployment to go back to; default: the newest that succeeded, whose evidence verifies"
              + " and that no incident is attributed to.")
  private DeploymentId target;

  @Nullable
  @Option(names = "--reason", description = "Short text in clear, kept in the record.")
  private String reason;

  @Override
  public ExitCode call() {
    Map<String, Object> input = pair.input();
    input.put("id", Session.newId());
    Session.put(input, "targetDeploymentId", target);
    Session.put(input, "reason", reason);
    return Started.by(session, "rollbackDeployment", "RollbackDeploymentInput", input, waiting);
  }
}
