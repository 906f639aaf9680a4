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
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/// Asks a query of one's own.
@Command(
    name = "query",
    description = {
      "Asks the GraphQL query in a file, or on standard input, and prints the answer as tables.",
      "It reads alone: what changes something has a command of its own."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  echo '{ services(first: 10) { nodes { name } } }' | afdp query -",
      "  afdp query last.graphql --variable service=checkout --variable first=20 --json",
      "  afdp query state.graphql --as-of 2026-01-31T12:00:00Z     where it has a variable $asOf"
    })
public final class QueryCommand implements Callable<ExitCode> {
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Mixin private final Session session = new Session();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(paramLabel = "QUERY", description = "The file with the query; - for standard input.")
  private Path file;

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
    QueryDocument document = QueryDocument.read(text(), file.toString());
    Map<String, Object> given = new HashMap<>();
    variables.forEach((name, value) -> given.put(name, value(value)));
    if (asOf != null) {
      given.put(QueryDocument.AS_OF, RecordJson.text(asOf));
    }
    document.demandTaken(given.keySet());
    try (GatewayClient client = session.client("viewer")) {
      JsonNode data = client.query(document.text(), given);
      session.print(data, AnswerText.of(data));
      return ExitCode.DONE;
    }
  }

  private String text() {
    try (InputStream content =
        file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(QueryDocument.MAX_BYTES + 1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new InfraException.WrongUsage("%s: expected text in UTF-8".formatted(file));
    } catch (IOException unreadable) {
      throw new InfraException.WrongUsage(
          "%s: expected a file that can be read, or - for standard input (%s)"
              .formatted(file, unreadable.getClass().getSimpleName()));
    }
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
