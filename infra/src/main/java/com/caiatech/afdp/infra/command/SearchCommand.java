package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.search.SearchKind;
import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.client.SearchReport;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Finds things by their texts.
@Command(
    name = "search",
    description = {
      "Finds commits, files, deployments, incidents and others whose texts have all of the words,"
          + " the best first.",
      "A word counts where it stands whole; one that ends in * may go on. What stands in double"
          + " quotes is one word. 7 or more digits of a commit's id find the commit.",
      "Where nothing is found the exit code is 1, and 2 where there may be something that was not"
          + " looked at."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp search PaymentClient.retry",
      "  afdp search 'time* out' --kind incident --kind commit",
      "  afdp search SHOP-12 --as-of 2026-01-31T12:00:00Z --json"
    })
public final class SearchCommand implements Callable<ExitCode> {
  @Mixin private final Session session = new Session();
  @Mixin private final FirstOption first = new FirstOption();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(paramLabel = "TEXT", description = "The words.")
  private String text;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only things of this kind, such as commit or incident; repeatable.")
  private List<SearchKind> kinds = new ArrayList<>();

  @Nullable
  @Option(
      names = "--as-of",
      paramLabel = "MOMENT",
      description =
          "By texts as they were believed at this moment of recorded time, such as"
              + " 2026-01-31T12:00:00Z.")
  private Instant asOf;

  @Override
  public ExitCode call() {
    Map<String, Object> variables = new HashMap<>(Map.of("text", text, "first", first.count()));
    if (!kinds.isEmpty()) {
      variables.put("kinds", kinds.stream().map(Enum::name).toList());
    }
    if (asOf != null) {
      variables.put("asOf", RecordJson.text(Objects.requireNonNull(asOf)));
    }
    try (GatewayClient client = session.client("viewer")) {
      JsonNode found = client.query(SearchReport.QUERY, variables).path("search");
      session.print(found, SearchReport.of(found));
      if (!found.path("nodes").isEmpty()) {
        return ExitCode.DONE;
      }
      return found.path("truncated").asBoolean() ? ExitCode.USAGE : ExitCode.FAILED;
    }
  }
}
