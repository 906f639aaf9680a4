package com.caiatech.afdp.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.GatewayServer;
import com.caiatech.afdp.graphmodel.testing.CypherConstants;
import com.caiatech.afdp.graphmodel.testing.SchemaNames;
import com.caiatech.afdp.lambdas.rebuild.Rebuild;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The statements of the modules beside `graph-model`, which holds its own, name what the schema of
/// the graph spells.
final class StatementNamesTest {
  @Test
  void everyStatementUsesNamesOfTheSchemaAlone() {
    Map<String, List<String>> statements = new TreeMap<>();
    Stream.of(Rebuild.class, GatewayServer.class, Afdp.class)
        .forEach(anchor -> statements.putAll(CypherConstants.besides(anchor)));
    assertThat(statements.keySet())
        .anyMatch(place -> place.endsWith("Rebuild.class"))
        .anyMatch(place -> place.endsWith("Questions.class"));
    Map<String, List<String>> unknown = new TreeMap<>();
    statements.forEach(
        (place, texts) ->
            texts.forEach(
                text -> {
                  List<String> names = SchemaNames.unknownIn(text);
                  if (!names.isEmpty()) {
                    unknown.put(place, names);
                  }
                }));
    assertThat(unknown).isEmpty();
  }
}
