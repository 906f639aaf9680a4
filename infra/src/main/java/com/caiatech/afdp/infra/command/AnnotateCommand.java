package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.path.ThingKind;
import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Notes something about a thing.
@Command(
    name = "annotate",
    description = {
      "Notes something about a deployment, an incident or a commit, for whoever looks at it later.",
      "A thing is the UUID of a deployment or an incident, <repository>@<commit>, or a global id.",
      "Its author can replace the text, or withdraw it; what was said stays in the ledger."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp annotate 01890a5d-ac96-774b-bcce-b302099a8057 carts were slow before it began",
      "  afdp annotate shop@<commit> \"reverted by hand on one host\"",
      "  afdp annotate shop@<commit> --replace 01890a5d-ac96-774b-bcce-b302099a8057 on two hosts",
      "  afdp annotate shop@<commit> --withdraw 01890a5d-ac96-774b-bcce-b302099a8057"
    })
public final class AnnotateCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(index = "0", paramLabel = "THING", description = "What it is about.")
  private ThingWord thing;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TEXT",
      description =
          "What there is to say, at most 1,000 characters in clear; people are @name. Absent with"
              + " --withdraw.")
  private List<String> text = List.of();

  @Nullable
  @ArgGroup(exclusive = true)
  private Earlier earlier;

  /// An annotation of before, of the same person about the same thing.
  static final class Earlier {
    @Nullable
    @Option(
        names = "--replace",
        paramLabel = "ANNOTATION",
        description = "The annotation that the text replaces.")
    private String replaced;

    @Nullable
    @Option(
        names = "--withdraw",
        paramLabel = "ANNOTATION",
        description = "The annotation that is taken back.")
    private String withdrawn;
  }

  @Override
  public ExitCode call() {
    try (GatewayClient client = session.client("incident-manager")) {
      boolean withdraws = earlier != null && earlier.withdrawn != null;
      if (text.isEmpty() != withdraws) {
        throw new InfraException.WrongUsage(
            withdraws
                ? "--withdraw: expected no text with it"
                : "TEXT: expected what there is to say about the thing, found nothing");
      }
      Map<String, Object> input = named(thing.id(client));
      input.put("id", Session.newId());
      Session.put(input, "text", withdraws ? null : String.join(" ", text));
      if (earlier != null) {
        input.put("annotationId", String.valueOf(withdraws ? earlier.withdrawn : earlier.replaced));
      }
      JsonNode outcome =
          client.mutate(
              "annotate",
              "AnnotateInput",
              input,
              "... on Annotated { annotationId receipt { path volume index consistencyToken } }");
      session.printRecorded(client, outcome, "annotationId");
      return ExitCode.DONE;
    }
  }

  /// The input's fields that name the thing with that global id.
  private static Map<String, Object> named(String id) {
    Map<String, Object> input = new HashMap<>();
    String own = id.substring(id.lastIndexOf(':') + 1);
    switch (ThingKind.ofId(id).orElseThrow()) {
      case DEPLOYMENT -> input.put("deploymentId", own);
      case ASSERTED_DEPLOYMENT -> input.put("reportId", own);
      case INCIDENT -> input.put("incidentId", own);
      case COMMIT -> {
        String[] parts = id.split(":", -1);
        input.put("repository", parts[parts.length - 2]);
        input.put("commitSha", own);
      }
      case STEP,
          CHECK,
          APPROVAL,
          ANNOTATION,
          SAVED_QUERY,
          REGISTRATION,
          SERVICE,
          ENVIRONMENT,
          TEAM,
          PERSON,
          REPOSITORY,
          FILE,
          LEDGER,
          RECORD,
          SIGNING_KEY,
          VIOLATION ->
          throw new InfraException.WrongUsage(
              "THING: expected a deployment, an incident or a commit, found '"
                  + id
                  + "'; a step, a check or an approval is spoken of as its deployment");
    }
    return input;
  }
}
