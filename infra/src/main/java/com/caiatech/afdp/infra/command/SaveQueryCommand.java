package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
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

/// Keeps a query under a name.
@Command(
    name = "save-query",
    description = {
      "Keeps the GraphQL query in a file, or on standard input, under a name: afdp query --saved",
      "asks it. Its author can replace or withdraw it; what it was stays in the ledger."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp save-query failed.graphql --name \"Failed since yesterday\" --share approver,viewer",
      "  afdp save-query failed.graphql --name Failed --replace 01890a5d-ac96-774b-bcce-b302099a8057",
      "  afdp save-query --withdraw 01890a5d-ac96-774b-bcce-b302099a8057"
    })
public final class SaveQueryCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();

  @Nullable
  @Parameters(
      arity = "0..1",
      paramLabel = "QUERY",
      description = "The file with the query; - for standard input. Absent with --withdraw.")
  private Path file;

  @Nullable
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What it is called: 1 to 80 letters, digits, spaces and . _ / : -")
  private String name;

  @Nullable
  @Option(
      names = "--purpose",
      paramLabel = "TEXT",
      description = "What it is for, at most 500 characters in clear; people are @name.")
  private String purpose;

  @Option(
      names = "--share",
      paramLabel = "ROLE",
      split = ",",
      description = "The roles for whom it is listed. Every reader can read it all the same.")
  private List<String> roles = List.of();

  @Nullable
  @ArgGroup(exclusive = true)
  private Earlier earlier;

  /// A saved query of before, of the same person.
  static final class Earlier {
    @Nullable
    @Option(names = "--replace", paramLabel = "ID", description = "The saved query to replace.")
    private String replaced;

    @Nullable
    @Option(
        names = "--withdraw",
        paramLabel = "ID",
        description = "The saved query that is taken back.")
    private String withdrawn;
  }

  @Override
  public ExitCode call() {
    Map<String, Object> input = input();
    try (GatewayClient client = session.client("incident-manager")) {
      JsonNode outcome =
          client.mutate(
              "saveQuery",
              "SaveQueryInput",
              input,
              "... on QuerySaved { savedQueryId receipt { path volume index consistencyToken } }");
      session.printRecorded(client, outcome, "savedQueryId");
      return ExitCode.DONE;
    }
  }

  private Map<String, Object> input() {
    Map<String, Object> input = new HashMap<>();
    input.put("id", Session.newId());
    if (earlier != null) {
      String id = earlier.withdrawn == null ? earlier.replaced : earlier.withdrawn;
      input.put("savedQueryId", String.valueOf(id));
    }
    if (earlier != null && earlier.withdrawn != null) {
      if (file != null || name != null || purpose != null || !roles.isEmpty()) {
        throw new InfraException.WrongUsage(
            "--withdraw: expected no query, name, purpose and roles with it");
      }
      return input;
    }
    if (file == null || name == null) {
      throw new InfraException.WrongUsage(
          "QUERY, --name: expected a query and its name, found "
              + (name == null ? "no name" : "no query"));
    }
    input.put("name", name);
    input.put("document", QueryDocument.read(file).text().replace("\r\n", "\n"));
    input.put("sharedWith", roles);
    Session.put(input, "purpose", purpose);
    return input;
  }
}
