package com.caiatech.afdp.graphmodel.difference;

import com.caiatech.afdp.graphmodel.query.catalogue.NewestStep;
import com.caiatech.afdp.graphmodel.query.catalogue.Scope;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.SimpleQueryRunner;

/// What serves in an environment at a moment, as `runningAt` tells it.
///
/// @param services by name; only those of which some deployment serves
record ServedState(SortedMap<String, Served> services) {

  /// What serves of one service.
  ///
  /// @param step the global id of the step that says so
  /// @param shares the weight of each deployment, by its global id
  record Served(String step, SortedMap<String, Long> shares, List<DeployedCommit> commits) {
    Served {
      commits = List.copyOf(commits);
    }
  }

  /// Reads it.
  ///
  /// @param service the only one that is asked about; null for all
  /// @param asOf the moment of recorded time in epoch milliseconds; null for now
  static ServedState read(
      SimpleQueryRunner transaction,
      String environment,
      @Nullable String service,
      @Nullable Long asOf) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("environment", environment);
    parameters.put("service", service);
    parameters.put("asOf", asOf);
    SortedMap<String, Served> services = new TreeMap<>();
    String statement = reading(service != null, asOf != null);
    for (Record row : transaction.run(statement, parameters).list()) {
      SortedMap<String, Long> shares = new TreeMap<>();
      List<DeployedCommit> commits = new ArrayList<>();
      row.get("serving")
          .values()
          .forEach(
              share -> {
                shares.put(share.get("id").asString(), share.get("weight").asLong());
                commits.addAll(DeployedCommit.of(share.get("commits")));
              });
      if (!shares.isEmpty()) {
        services.put(
            row.get("service").asString(), new Served(row.get("step").asString(), shares, commits));
      }
    }
    return new ServedState(services);
  }

  /// The statement that reads it, of one service or of all, now or at a moment.
  static String reading(boolean one, boolean dated) {
    Scope at = Scope.at(dated ? "$asOf" : Scope.ABSENT);
    List<String> routed = new ArrayList<>(at.dated(Relationships.ROUTED, "r"));
    routed.add("r.weight > 0");
    return """
        MATCH (s:Service%s)
        CALL (s) { %s }
        RETURN s.name AS service, t.id AS step, COLLECT {
          MATCH (t)-[r:%s]->(d:Deployment)%s
          RETURN {id: d.id, weight: r.weight, commits: %s} } AS serving
        """
        .formatted(
            one ? " {name: $service}" : "",
            NewestStep.reading(at, "t", "s.name", "$environment"),
            at.types(Relationships.ROUTED),
            Scope.where(routed),
            DeployedCommit.listed(at));
  }

  /// Every statement that reads a state.
  static Set<String> statements() {
    return Set.of(
        reading(true, true), reading(true, false), reading(false, true), reading(false, false));
  }
}
