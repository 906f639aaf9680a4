package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Rejects the plan of a deployment that waits for approval.
@Command(
    name = "reject",
    description = {
      "Rejects the plan of a deployment that waits for approval.",
      "It shows the plan, what it changes and how its checks ended, and asks."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp reject 01890a5d-ac96-774b-bcce-b302099a8057 --reason \"as agreed\"",
      "  afdp reject 01890a5d-ac96-774b-bcce-b302099a8057 --yes --plan 4f0c…"
    })
public final class RejectCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final DecisionOptions decision = new DecisionOptions();

  @Override
  public ExitCode call() {
    return Deciding.decide(session, "reject", decision);
  }
}
