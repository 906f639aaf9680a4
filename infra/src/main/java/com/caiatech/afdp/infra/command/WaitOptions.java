package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.Patience;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether to wait for the end of a deployment, and for how long.
final class WaitOptions {
  @Option(
      names = "--wait",
      description =
          "Follow it to its end, also while the platform is away; the exit code tells how it ended,"
              + " see: afdp --help.")
  private boolean wait;

  @Nullable
  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "How long to wait, such as 90s, 15m or 1h30m; it goes on afterwards. Default: as long as it"
              + " takes, but no longer than ten minutes without an answer.")
  private Duration timeout;

  /// How to wait; absent where it is not waited for.
  Optional<Patience> patience(String deploymentId) {
    if (timeout != null && !wait) {
      throw new InfraException.WrongUsage("--timeout: expected --wait beside it, found none");
    }
    return wait ? Optional.of(Patience.of(deploymentId, timeout)) : Optional.empty();
  }
}
