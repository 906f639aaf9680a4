package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// The benchmark of this checkout and of another one, in turns, and what the one is of the other:
/// on a machine that others use, only figures of one run can be compared.
final class Turns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path ours;
  private final Path other;
  private final List<String> arguments;

  /// @param ours a checkout, as the other
  /// @param arguments of `infra/benchmark`, without those for its output and its folder
  Turns(Path ours, Path other, List<String> arguments) {
    this.ours = ours;
    this.other = other;
    this.arguments = arguments;
  }

  /// One figure of one turn.
  record Figure(String name, double ours, double other) {
    double ratio() {
      return ours == other ? 1 : ours / other;
    }
  }

  /// What the turns came to, in their order.
  record Result(List<Figure> figures) {
    Result {
      figures = List.copyOf(figures);
    }

    String text() {
      StringBuilder text = new StringBuilder("in turns with the other checkout\n");
      for (Figure it : figures) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %-44s %9.2f here, %9.2f there: %.2f%n",
                it.name,
                it.ours,
                it.other,
                it.ratio()));
      }
      return text.toString();
    }

    List<ObjectNode> toJson() {
      return figures.stream()
          .map(
              it ->
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("figure", it.name)
                      .put("here", it.ours)
                      .put("there", it.other)
                      .put("ratio", it.ratio()))
          .toList();
    }
  }

  /// @param work where nothing is yet
  Result run(Path work, int turns) {
    List<Figure> figures = new ArrayList<>();
    for (int turn = 1; turn <= turns; turn++) {
      System.err.println("turn " + turn + ": the other checkout, " + other);
      JsonNode there = report(other, work.resolve("there-" + turn));
      System.err.println("turn " + turn + ": this checkout");
      JsonNode here = report(ours, work.resolve("here-" + turn));
      figures.addAll(compared(here, there));
    }
    return new Result(figures);
  }

  private JsonNode report(Path checkout, Path folder) {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("infra/benchmark").toString()));
    command.addAll(arguments);
    command.addAll(List.of("--json", "--folder", folder.toString()));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      JsonNode report = JSON.readTree(process.getInputStream());
      if (process.waitFor() != 0) {
        throw new InfraException.Unavailable(
            "the benchmark of %s: expected exit code 0, found %d"
                .formatted(checkout, process.exitValue()));
      }
      return report;
    } catch (IOException failed) {
      throw new InfraException.Unavailable(
          "running the benchmark of " + checkout + " failed: " + failed, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InfraException.Unavailable("the benchmark was interrupted", interrupted);
    }
  }

  /// What both reports have a figure for.
  private static List<Figure> compared(JsonNode here, JsonNode there) {
    List<Figure> figures = new ArrayList<>();
    for (JsonNode ours : here.path("overhead")) {
      find(there.path("overhead"), ours, "temporal")
          .forEach(
              other ->
                  figures.add(
                      new Figure(
                          "overhead on " + ours.path("temporal").asText() + ", p50 ms",
                          ours.at("/overhead/p50Millis").asDouble(),
                          other.at("/overhead/p50Millis").asDouble())));
    }
    for (JsonNode ours : here.path("lag")) {
      String source = ours.path("source").asText() + " at " + ours.path("rate").asText() + "/s";
      find(find(there.path("lag"), ours, "source"), ours, "rate")
          .forEach(
              other -> {
                figures.add(figure(source + ", achieved a second", "achieved", ours, other));
                figures.add(figure(source + ", refused or failed", "failed", ours, other));
              });
    }
    return figures;
  }

  private static Figure figure(String name, String member, JsonNode ours, JsonNode other) {
    return new Figure(name, ours.path(member).asDouble(), other.path(member).asDouble());
  }

  private static List<JsonNode> find(Iterable<JsonNode> found, JsonNode like, String member) {
    return StreamSupport.stream(found.spliterator(), false)
        .filter(it -> it.path(member).equals(like.path(member)))
        .toList();
  }
}
