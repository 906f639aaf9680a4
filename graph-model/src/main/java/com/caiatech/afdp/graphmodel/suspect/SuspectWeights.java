package com.caiatech.afdp.graphmodel.suspect;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How much each signal counts in the ranking of suspects, as `weights.json` says, which also says
/// what each signal's strength is. They were set on generated organisations whose causes are known
/// (`infra/suspect-trial`).
public final class SuspectWeights {
  private static final String FILE = "weights.json";
  private static final Map<String, Double> STANDARD = read();

  private SuspectWeights() {}

  /// Signal to weight, in the order of the file; negative where the signal counts against.
  public static Map<String, Double> standard() {
    return STANDARD;
  }

  private static Map<String, Double> read() {
    try (InputStream file = SuspectWeights.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new GraphModelException.MissingResource("Reading " + FILE + ": absent");
      }
      Map<String, Double> weights = new LinkedHashMap<>();
      for (JsonNode signal : JsonMapper.builder().build().readTree(file).path("signals")) {
        String name = signal.path("signal").asText();
        Double before = weights.put(name, signal.path("weight").doubleValue());
        if (before != null || !signal.path("weight").isNumber()) {
          throw new GraphModelException.MissingResource(
              "Reading %s: expected one weight of signal '%s', found %s"
                  .formatted(FILE, name, before == null ? "none" : "two"));
        }
      }
      return Collections.unmodifiableMap(weights);
    } catch (IOException unreadable) {
      throw new GraphModelException.MissingResource(
          "Reading " + FILE + " failed: " + unreadable, unreadable);
    }
  }
}
