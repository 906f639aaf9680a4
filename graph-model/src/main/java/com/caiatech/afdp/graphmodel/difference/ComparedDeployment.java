package com.caiatech.afdp.graphmodel.difference;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.catalogue.Scope;
import com.caiatech.afdp.graphmodel.schema.Relationships;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.SimpleQueryRunner;
import org.neo4j.driver.Value;

/// What is compared of a deployment.
///
/// @param id the global id
/// @param values of the properties by which it may differ
/// @param checks the last check of each stage and name
record ComparedDeployment(
    String id,
    Map<Property, Object> values,
    SortedMap<CheckName, Check> checks,
    List<DeployedCommit> commits) {
  private static final int MOST = 1_000;

  ComparedDeployment {
    values = Map.copyOf(values);
    commits = List.copyOf(commits);
  }

  /// In what two deployments may differ, as the GraphQL enumeration `ComparedProperty` has it.
  enum Property {
    SERVICE,
    ENVIRONMENT,
    TYPE,
    STATUS,
    STRATEGY,
    PLAN,
    REQUESTED_BY,
    REQUIRED_APPROVALS,
    APPROVALS,
    CHECKS,
    SOURCES
  }

  /// What two checks have to share to be compared.
  record CheckName(String stage, String name) implements Comparable<CheckName> {
    @Override
    public int compareTo(CheckName other) {
      int byStage = stage.compareTo(other.stage);
      return byStage == 0 ? name.compareTo(other.name) : byStage;
    }
  }

  /// A check by its global id, and how it ended.
  record Check(String id, String status) {}

  /// Reads it.
  ///
  /// @param argument that names it, for the message
  /// @throws GraphModelException.NotFound where the graph does not have it, or nothing was known of
  ///   it at the moment
  static ComparedDeployment read(
      SimpleQueryRunner transaction, String argument, String id, @Nullable Long asOf) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("id", id);
    parameters.put("asOf", asOf);
    List<Record> found = transaction.run(reading(asOf != null), parameters).list();
    if (found.isEmpty()) {
      throw new GraphModelException.NotFound(
          "%s: expected a deployment that the graph %s, found none with the id '%s'"
              .formatted(argument, asOf == null ? "has" : "had at that moment", id));
    }
    Record row = found.getFirst();
    Map<Property, Object> values = new HashMap<>();
    List<Value> said = row.get("said").asList(value -> value);
    List<Property> scalars =
        List.of(
            Property.SERVICE,
            Property.ENVIRONMENT,
            Property.TYPE,
            Property.STATUS,
            Property.STRATEGY,
            Property.PLAN,
            Property.REQUIRED_APPROVALS,
            Property.REQUESTED_BY);
    for (int i = 0; i < scalars.size(); i++) {
      values.put(scalars.get(i), String.valueOf(said.get(i).asObject()));
    }
    values.put(Property.APPROVALS, row.get("approvals").asList());
    return new ComparedDeployment(
        id, values, checks(row.get("checks")), DeployedCommit.of(row.get("commits")));
  }

  private static SortedMap<CheckName, Check> checks(Value list) {
    SortedMap<CheckName, Check> checks = new TreeMap<>();
    for (Value check : list.values()) {
      checks.put(
          new CheckName(text(check.get("stage")), text(check.get("name"))),
          new Check(check.get("id").asString(), text(check.get("status"))));
    }
    return checks;
  }

  private static String text(Value value) {
    return value.isNull() ? "" : value.asString();
  }

  /// In what it differs from the other, in the order of the declaration.
  List<String> differing(ComparedDeployment other) {
    EnumSet<Property> differing = EnumSet.noneOf(Property.class);
    for (Property property : Property.values()) {
      boolean differs =
          switch (property) {
            case CHECKS -> !statuses().equals(other.statuses());
            case SOURCES -> !SourceDifferences.isSame(commits, other.commits);
            case SERVICE,
                ENVIRONMENT,
                TYPE,
                STATUS,
                STRATEGY,
                PLAN,
                REQUESTED_BY,
                REQUIRED_APPROVALS,
                APPROVALS ->
                !String.valueOf(values.get(property))
                    .equals(String.valueOf(other.values.get(property)));
          };
      if (differs) {
        differing.add(property);
      }
    }
    return differing.stream().map(Enum::name).toList();
  }

  private Map<CheckName, String> statuses() {
    Map<CheckName, String> statuses = new HashMap<>();
    checks.forEach((name, check) -> statuses.put(name, check.status()));
    return statuses;
  }

  /// The checks that ended in another way than those of the other, or that one of both lacks.
  List<Map<String, Object>> differingChecks(ComparedDeployment other) {
    TreeSet<CheckName> names = new TreeSet<>(checks.keySet());
    names.addAll(other.checks.keySet());
    List<Map<String, Object>> told = new ArrayList<>();
    for (CheckName name : names) {
      Check a = checks.get(name);
      Check b = other.checks.get(name);
      if (a == null || b == null || !a.status().equals(b.status())) {
        Map<String, Object> check = new HashMap<>();
        check.put("place", (long) told.size());
        check.put("stage", name.stage());
        check.put("name", name.name());
        check.put("aId", a == null ? null : a.id());
        check.put("bId", b == null ? null : b.id());
        told.add(check);
      }
    }
    return told;
  }

  /// The statement that reads a deployment, now or at a moment.
  static String reading(boolean dated) {
    Scope at = Scope.at(dated ? "$asOf" : Scope.ABSENT).of("d", "s");
    String state = dated ? at.stated("v") + " WITH d, s WHERE " + at.known("d") : "WITH d, d AS s";
    return """
        MATCH (d:Deployment {id: $id})
        %1$s
        RETURN [s.service, s.environment, s.type, s.status, s.strategy, s.planSha256, s.requiredApprovals,
                COLLECT { MATCH (d)-[r:%2$s]->(p:Person)%3$s RETURN p.personId ORDER BY p.personId }] AS said,
               COLLECT { MATCH (d)<-[r:%4$s]-(a:Approval)%5$s
                 RETURN [a.decision, a.role, a.rule, COLLECT {
                   MATCH (a)-[w:%6$s]->(p:Person)%7$s RETURN p.personId ORDER BY p.personId }] AS approval
                 ORDER BY a.role, a.rule, a.decision, a.decidedAt, a.id LIMIT %10$d } AS approvals,
               COLLECT { MATCH (d)<-[r:%8$s]-(k:Check)%9$s
                 WITH k ORDER BY k.startedAt DESC, k.id DESC LIMIT %10$d
                 RETURN {id: k.id, stage: k.stage, name: k.name, status: k.status} AS shown
                 ORDER BY k.startedAt, k.id } AS checks,
               %11$s AS commits
        """
        .formatted(
            state,
            at.types(Relationships.REQUESTED_BY),
            Scope.where(at.dated(Relationships.REQUESTED_BY, "r")),
            at.types(Relationships.DECIDED),
            Scope.where(at.dated(Relationships.DECIDED, "r")),
            at.types(Relationships.DECIDED_BY),
            Scope.where(at.dated(Relationships.DECIDED_BY, "w")),
            at.types(Relationships.CHECKED),
            Scope.where(at.dated(Relationships.CHECKED, "r")),
            MOST,
            DeployedCommit.listed(at));
  }

  /// Every statement that reads a deployment.
  static Set<String> statements() {
    return Set.of(reading(true), reading(false));
  }
}
