package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.DeploymentView;
import com.caiatech.afdp.infra.client.DeploymentWatch;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.record.DeploymentStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows one deployment as a tree of the steps of its plan.
@Command(
    name = "get",
    description =
        "Shows one deployment: who asked for it, its traffic, and the steps of its plan with checks"
            + " and approvals. Of one that no ledger has a record of yet, what its workflow tells.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp get 01890a5d-ac96-774b-bcce-b302099a8057",
      "  afdp get 01890a5d-ac96-774b-bcce-b302099a8057 --watch",
      "  afdp get 01890a5d-ac96-774b-bcce-b302099a8057 --json"
    })
public final class GetCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "The deployment's id.")
  private DeploymentId deployment;

  @Option(
      names = {"-w", "--watch"},
      description =
          "Look on until it has ended, also while the platform is away: in place on a terminal, else"
              + " what changes, with --json one line for each change. The exit code tells how it"
              + " ended, see: afdp --help.")
  private boolean watch;

  @Override
  public ExitCode call() {
    try (GatewayClient client = session.client("viewer")) {
      if (watch) {
        return ExitCode.of(DeploymentStatus.valueOf(watched(client).status()));
      }
      DeploymentView view = DeploymentWatch.now(client, deployment.value());
      if (session.json()) {
        Terminal.data(view.json().toString());
      } else {
        Terminal.report(view.lines(true));
      }
      return ExitCode.DONE;
    }
  }

  private DeploymentView watched(GatewayClient client) {
    if (session.json()) {
      String[] before = {""};
      return DeploymentWatch.toTheEnd(
          client,
          deployment.value(),
          Terminal::progress,
          view -> {
            String json = view.json().toString();
            if (!json.equals(before[0])) {
              Terminal.data(json);
            }
            before[0] = json;
          });
    }
    if (Terminal.canDraw()) {
      DeploymentWatch.InPlace screen = new DeploymentWatch.InPlace();
      return DeploymentWatch.toTheEnd(client, deployment.value(), screen::note, screen);
    }
    return DeploymentWatch.toTheEnd(
        client, deployment.value(), Terminal::progress, new DeploymentWatch.Changes());
  }
}
