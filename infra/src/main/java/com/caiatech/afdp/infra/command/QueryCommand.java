package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Asks a query of one's own, or one that somebody saved.
@Command(
    name = "query",
    description = {
      "Asks the GraphQL query in a file, on standard input, or one that was saved, and prints the",
      "answer as tables.",
      "It reads alone: what changes something has a command of its own."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  echo '{ services(first: 10) { nodes { name } } }' | afdp query -",
      "  afdp query last.graphql --variable service=checkout --variable first=20 --json",
      "  afdp query --saved \"Failed since yesterday\" --variable environment=staging",
      "  afdp query state.graphql --as-of 2026-01-31T12:00:00Z     where it has a variable $asOf"
    })
public final class QueryCommand implements Callable<ExitCode> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Mixin private final Session session = new Session();

  @Nullable
  @Parameters(
      arity = "0..1",
      paramLabel = "QUERY",
      description = "The file with the query; - for standard input. Absent with --saved.")
  private Path file;

  @Nullable
  @Option(
      names = "--saved",
      paramLabel = "NAME|ID",
      description = "Asks the saved query of that name or UUID instead.")
  private String saved;

  @Option(
      names = "--variable",
      paramLabel = "NAME=VALUE",
      description =
          "A variable of the query, as often as it has some: JSON, or a text where it is none.")
  private Map<String, String> variables = new HashMap<>();

  @Nullable
  @Option(
      names = "--as-of",
      paramLabel = "MOMENT",
      description =
          "The variable $$asOf, which the query hands to the fields that are to tell of that moment"
              + " of recorded time, such as 2026-01-31T12:00:00Z.")
  private Instant asOf;

  @Override
  public ExitCode call() {
    Path from = file;
    String word = saved;
    if (from != null && word == null) {
      QueryDocument document = QueryDocument.read(from);
      Map<String, Object> given = given(document);
      try (GatewayClient client = session.client("viewer")) {
        return told(client.query(document.text(), given));
      }
    }
    if (from == null && word != null) {
      try (GatewayClient client = session.client("viewer")) {
        NamedQuery query = NamedQuery.find(client, word);
        return told(query.ask(client, given(query.document())));
      }
    }
    throw new InfraException.WrongUsage(
        "QUERY, --saved: expected one of them, found " + (from == null ? "none" : "both"));
  }

  private ExitCode told(JsonNode data) {
    session.print(data, AnswerText.of(data));
    return ExitCode.DONE;
  }

  /// What the variables are, as far as the query has them.
  private Map<String, Object> given(QueryDocument document) {
    Map<String, Object> given = new HashMap<>();
    variables.forEach((name, value) -> given.put(name, value(value)));
    if (asOf != null) {
      given.put(QueryDocument.AS_OF, RecordJson.text(asOf));
    }
    document.demandTaken(given.keySet());
    return given;
  }

  private static JsonNode value(String text) {
    try {
      JsonNode value = JSON.readTree(text);
      return value.isMissingNode() ? TextNode.valueOf(text) : value;
    } catch (JsonProcessingException plain) {
      return TextNode.valueOf(text);
    }
  }
}
