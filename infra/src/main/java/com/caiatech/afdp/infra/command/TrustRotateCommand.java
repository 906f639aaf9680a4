package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.KeyHolder;
import com.caiatech.afdp.infra.runner.KeyRotation;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Gives the worker or the gateway another key, by a new trust policy.
@Command(
    name = "rotate",
    description =
        "Gives the worker or the gateway of the state folder another key, where the one before was"
            + " lost, stolen or has expired, or is to be renewed. A new trust policy, signed by the"
            + " root keys that the policy asks for, lets the one before count for what stands and"
            + " the other one for what is to come. What is not recorded yet with a proof of a"
            + " gateway's key before is refused from then on. The runner has to be stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp trust rotate worker",
      "  afdp trust rotate worker --distrust-from deployment-manifests=4711",
      "  afdp trust rotate gateway --root-key /media/ann/root.asc --json"
    })
public final class TrustRotateCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();
  @Mixin private final RootKeyOptions roots = new RootKeyOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(paramLabel = "HOLDER", description = "${COMPLETION-CANDIDATES}.")
  private KeyHolder holder;

  @Nullable
  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key whose place it takes, as the policy names it; default: the one in the state"
              + " folder, or where that was lost, the only one that counts.")
  private String key;

  @Option(
      names = "--distrust-from",
      paramLabel = "VOLUME=INDEX",
      description =
          "The first entry of a volume for which the one before counts no more, where it was"
              + " stolen; repeatable. Default: the one after all that stands.")
  private Map<VolumeName, Long> distrusted = Map.of();

  @Override
  public ExitCode call() {
    KeyRotation.Rotated rotated =
        new KeyRotation(holder, Optional.ofNullable(key), distrusted, roots.files())
            .run(options.state());
    options.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("holder", holder.name().toLowerCase(Locale.ROOT))
            .put("before", rotated.before())
            .put("after", rotated.after())
            .put("policy_version", rotated.policyVersion())
            .put("distrusted_entries", rotated.entries()),
        "key %s took the place of %s by trust policy %d; entries that stand and are not trusted any more by it: %d"
            .formatted(
                rotated.after(), rotated.before(), rotated.policyVersion(), rotated.entries()));
    return ExitCode.DONE;
  }
}
