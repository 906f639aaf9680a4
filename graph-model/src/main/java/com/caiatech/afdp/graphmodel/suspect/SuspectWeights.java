package com.caiatech.afdp.graphmodel.suspect;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How much each signal counts in the ranking of suspects, as `weights.json` says, which also says
/// what each signal's strength is. They were set on generated organisations whose causes are known
/// (`infra/suspect-trial`).
public final class SuspectWeights {
  private static final String FILE = "weights.json";
  private static final JsonNode SIGNALS = read();
  private static final Map<String, Double> STANDARD = weights();

  private SuspectWeights() {}

  /// Signal to weight, in the order of the file; negative where the signal counts against.
  public static Map<String, Double> standard() {
    return STANDARD;
  }

  /// Kind of change to the words of a title that speak of it.
  public static Map<String, List<String>> words() {
    Map<String, List<String>> words = new LinkedHashMap<>();
    for (JsonNode signal : SIGNALS) {
      signal
          .path("words")
          .properties()
          .forEach(
              kind ->
                  words.put(
                      kind.getKey(), kind.getValue().valueStream().map(JsonNode::asText).toList()));
    }
    return words;
  }

  private static Map<String, Double> weights() {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (JsonNode signal : SIGNALS) {
      String name = signal.path("signal").asText();
      Double before = weights.put(name, signal.path("weight").doubleValue());
      if (before != null || !signal.path("weight").isNumber()) {
        throw new GraphModelException.MissingResource(
            "Reading %s: expected one weight of signal '%s', found %s"
                .formatted(FILE, name, before == null ? "none" : "two"));
      }
    }
    return Collections.unmodifiableMap(weights);
  }

  private static JsonNode read() {
    try (InputStream file = SuspectWeights.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new GraphModelException.MissingResource("Reading " + FILE + ": absent");
      }
      return JsonMapper.builder().build().readTree(file).path("signals");
    } catch (IOException unreadable) {
      throw new GraphModelException.MissingResource(
          "Reading " + FILE + " failed: " + unreadable, unreadable);
    }
  }
}
