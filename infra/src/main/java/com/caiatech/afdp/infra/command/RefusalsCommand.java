package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.gateway.audit.RefusalChain;
import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows the mutations that were refused, and judges the chain of their log.
@Command(
    name = "refusals",
    description = {
      "Shows who was refused what, and whether the log of it is whole: each line has the digest of"
          + " the line before.",
      "Exit code 1: a line was changed, left out or put in between. Keep the head that it ends with"
          + " and give it the next time: what was cut off at the end shows in no other way."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp refusals", "  afdp refusals --head 17:4f0c… --json"})
public final class RefusalsCommand implements Callable<ExitCode> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final Session session = new Session();

  @Nullable
  @Option(
      names = "--head",
      paramLabel = "LINE:SHA256",
      description = "A line of before, which the log has to have still.")
  private String head;

  @Override
  public ExitCode call() {
    RefusalChain.@Nullable Head kept = head == null ? null : kept(head);
    RefusalChain chain = RefusalChain.fromWhatIsThere();
    Optional<String> problem;
    try (GatewayClient client = session.client("auditor")) {
      problem = read(client, chain, kept);
    }
    if (problem.isEmpty() && kept != null && chain.head().sequence() < kept.sequence()) {
      problem =
          Optional.of(
              "expected line %d, which was there, found an end after line %d"
                  .formatted(kept.sequence(), chain.head().sequence()));
    }
    session.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "head")
            .put("head", chain.head().toString())
            .put("holds", problem.isEmpty())
            .put("problem", problem.orElse(null)),
        problem
            .map(found -> "the log does not hold: " + found)
            .orElse(
                chain.head().sequence() == 0
                    ? "nothing was refused"
                    : "the log holds; head " + chain.head()));
    return problem.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static RefusalChain.Head kept(String text) {
    try {
      return RefusalChain.Head.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new InfraException.WrongUsage("--head: " + malformed.getMessage());
    }
  }

  private Optional<String> read(
      GatewayClient client, RefusalChain chain, RefusalChain.@Nullable Head kept) {
    GatewayClient.Refusals page = client.refusals(0);
    while (!page.lines().isEmpty()) {
      for (String line : page.lines()) {
        Optional<String> problem = chain.take(line.getBytes(StandardCharsets.UTF_8));
        if (problem.isEmpty()
            && kept != null
            && chain.head().sequence() == kept.sequence()
            && !chain.head().equals(kept)) {
          problem = Optional.of("expected the line %s, found %s".formatted(kept, chain.head()));
        }
        if (problem.isPresent()) {
          return problem;
        }
        show(line);
      }
      page = client.refusals(chain.head().sequence());
    }
    return Optional.empty();
  }

  private void show(String line) {
    try {
      JsonNode told = JSON.readTree(line);
      session.print(told, text(told));
    } catch (IOException impossible) {
      throw new IllegalStateException("the chain took it as JSON", impossible);
    }
  }

  private static String text(JsonNode line) {
    String at = line.path("at").asText();
    return switch (line.path("kind").asText()) {
      case "refused" ->
          Stream.of(
                  at,
                  line.path("person").asText(),
                  line.path("mutation").asText(),
                  line.path("reason").asText(),
                  where(line),
                  line.path("count").asInt() > 1
                      ? "%d times until %s"
                          .formatted(line.path("count").asInt(), line.path("until").asText())
                      : "")
              .filter(part -> !part.isEmpty())
              .collect(Collectors.joining("  "));
      case "lost" ->
          "%s  %d refusals could not be written".formatted(at, line.path("count").asLong());
      case "resumed" ->
          "%s  the gateway had ended while it wrote; %d bytes of a line were cut off"
              .formatted(at, line.path("tornBytes").asLong());
      default -> at + "  " + line;
    };
  }

  private static String where(JsonNode line) {
    String service = line.path("service").asText();
    String environment = line.path("environment").asText();
    return service
        + (environment.isEmpty() ? "" : (service.isEmpty() ? "in " : " in ") + environment);
  }
}
