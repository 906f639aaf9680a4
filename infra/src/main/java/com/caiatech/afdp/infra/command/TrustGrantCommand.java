package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.runner.TrustGrant;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets a key sign further kinds of record, by a new trust policy.
@Command(
    name = "grant",
    description =
        "Records a new trust policy, signed by the root keys that the policy asks for, by which a key may"
            + " sign further kinds of record wherever it may sign any. The runner has to be"
            + " stopped.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp trust grant --missing",
      "  afdp trust grant registration",
      "  afdp trust grant registration --root-key /media/ann/root.asc --json"
    })
public final class TrustGrantCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();
  @Mixin private final RootKeyOptions roots = new RootKeyOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "KIND",
      description = "Kinds of record, such as registration.")
  private List<String> kinds = List.of();

  @Option(
      names = "--missing",
      description = "All kinds that this software writes and the key may not sign yet.")
  private boolean missing;

  @Nullable
  @Option(
      names = "--key",
      paramLabel = "FINGERPRINT",
      description = "A key that the policy names; default: that of the state folder's worker.")
  private KeyFingerprint key;

  @Override
  public ExitCode call() {
    if (missing == !kinds.isEmpty()) {
      throw new InfraException.WrongUsage(
          "KIND: expected kinds of record or --missing, found " + (missing ? "both" : "neither"));
    }
    TrustGrant.Granted granted =
        new TrustGrant(
                kinds.stream().map(TrustGrantCommand::kind).toList(),
                Optional.ofNullable(key),
                roots.files())
            .run(options.state());
    ObjectNode report = JsonNodeFactory.instance.objectNode().put("key", granted.key().value());
    ArrayNode list = report.putArray("kinds");
    granted.kinds().forEach(kind -> list.add(kind.text()));
    report.put("policy_version", granted.policyVersion());
    options.print(
        report,
        "key %s may sign %s by trust policy %d"
            .formatted(
                granted.key(),
                granted.kinds().stream().map(SchemaVersion::text).collect(Collectors.joining(", ")),
                granted.policyVersion()));
    return ExitCode.DONE;
  }

  private static SchemaVersion kind(String text) {
    return SchemaVersion.writtenByWorkers().stream()
        .filter(version -> List.of(version.kind().value(), version.text()).contains(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InfraException.WrongUsage(
                    "KIND: expected one of %s, found '%s'"
                        .formatted(
                            SchemaVersion.writtenByWorkers().stream()
                                .map(version -> version.kind().value())
                                .collect(Collectors.joining(", ")),
                            text)));
  }
}
