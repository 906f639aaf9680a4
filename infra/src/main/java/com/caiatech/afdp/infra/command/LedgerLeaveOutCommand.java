package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.runner.LedgerLeaveOut;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Lets no key count for one entry of a ledger, by a new trust policy.
@Command(
    name = "leave-out",
    description =
        "Records a new trust policy, signed by the root key of the state folder, by which no key"
            + " counts for one entry: it and the time of its commit count no longer. The runner has"
            + " to be stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp ledger leave-out approval-logs 17",
      "  afdp ledger leave-out approval-logs 17 --state /var/lib/afdp --json"
    })
public final class LedgerLeaveOutCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();
  @Mixin private final RootKeyOptions roots = new RootKeyOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "VOLUME", description = "The volume, as errors name it.")
  private VolumeName volume;

  @Parameters(index = "1", paramLabel = "INDEX", description = "The entry's index in it.")
  private long index;

  @Override
  public ExitCode call() {
    long version = LedgerLeaveOut.run(options.state(), volume, index, roots.files());
    options.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("volume", volume.value())
            .put("index", index)
            .put("policy_version", version),
        "no key counts for entry %d of %s by trust policy %d".formatted(index, volume, version));
    return ExitCode.DONE;
  }
}
