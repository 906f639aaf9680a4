package com.caiatech.afdp.graphmodel.projection;

import com.caiatech.afdp.graphmodel.path.PathAnswers;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.graphmodel.search.SearchKind;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.caiatech.afdp.schemas.id.SubjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What can be asked as of a moment.
final class AskedAsOf {
  static final List<Selection> OF_DEPLOYMENT =
      List.of(
          Selection.of("id"),
          Selection.of("status"),
          Selection.of("reason"),
          Selection.of("type"),
          Selection.of("sequence"),
          Selection.of("requestedAt"),
          Selection.of("openedAt"),
          Selection.of("closedAt"),
          Selection.of("service", Selection.of("name")),
          Selection.of("environment", Selection.of("name")),
          Selection.of("requestedBy", Selection.of("personId")),
          Selection.of(
              "sources", Selection.of("role"), Selection.of("commit", Selection.of("sha"))),
          Selection.of("previous", Selection.of("deploymentId"), Selection.of("status")),
          Selection.of("checks", Selection.of("id"), Selection.of("status")),
          Selection.of(
              "approvals",
              Selection.of("decision"),
              Selection.of("decidedBy", Selection.of("personId"))),
          Selection.of(
              "steps",
              Selection.of("name"),
              Selection.of(
                  "traffic",
                  Selection.of("weight"),
                  Selection.of("deployment", Selection.of("status")))),
          Selection.of("causedIncidents", Selection.of("id"), Selection.of("phase")),
          Selection.of(
              "soundness",
              Selection.of("records"),
              Selection.of("sources"),
              Selection.of("findings", Selection.of("kind"), Selection.of("reason"))),
          Selection.of("evidence", Selection.of("path"), Selection.of("index")));
  static final List<Selection> OF_INCIDENT =
      List.of(
          Selection.of("id"),
          Selection.of("phase"),
          Selection.of("title"),
          Selection.of("severity"),
          Selection.of("detectedAt"),
          Selection.of("resolvedAt"),
          Selection.of("components"),
          Selection.of("environment", Selection.of("name")),
          Selection.of(
              "services",
              Selection.of("name"),
              Selection.of(
                  "registration",
                  Selection.of("reason"),
                  Selection.of("team", Selection.of("name")),
                  Selection.of("sources", Selection.of("path")),
                  Selection.of("registeredBy", Selection.of("personId")),
                  Selection.of("evidence", Selection.of("index")))),
          Selection.of("reportedBy", Selection.of("personId")),
          Selection.of(
              "causes",
              Selection.of("confidence"),
              Selection.of("deployment", Selection.of("status"), Selection.of("openedAt")),
              Selection.of("asserted", Selection.of("reportId"), Selection.of("deployer")),
              Selection.of("evidence", Selection.of("index"))),
          Selection.of("evidence", Selection.of("path")));

  private static final List<Selection> HIT =
      List.of(
          Selection.of("kind"),
          Selection.of("property"),
          Selection.of("excerpt"),
          Selection.of("score"),
          Selection.of("thing", Selection.of("id")));

  private AskedAsOf() {}

  /// All of them, of a story.
  static List<Selection> all(List<DeploymentId> deployments, IncidentId incident) {
    List<Selection> asked = new ArrayList<>();
    deployments.forEach(id -> asked.add(Selection.byId("deployment", id.value(), OF_DEPLOYMENT)));
    asked.add(Selection.byId("incident", incident.value(), OF_INCIDENT));
    asked.add(
        new Selection(
            "runningAt",
            "runningAt",
            Map.of("service", Story.SERVICE.value(), "environment", Story.STAGING.value()),
            Set.of(),
            List.of(
                Selection.of("recordedAt"),
                Selection.of(
                    "serving",
                    Selection.of("weight"),
                    Selection.of("deployment", Selection.of("id"))))));
    asked.addAll(lists());
    asked.addAll(pathsFrom(incident, deployments));
    asked.add(reachableFrom(incident));
    asked.addAll(comparisons(deployments));
    asked.add(blastRadius(Urns.deployment(deployments.getFirst())));
    asked.add(blastRadius(Urns.signingKey(Story.KEY)));
    return asked;
  }

  /// What is noted about a thing.
  private static Selection noted() {
    List<Selection> fields =
        List.of(
            Selection.of("id"),
            Selection.of("text"),
            Selection.of("annotatedAt"),
            Selection.of("changedAt"),
            Selection.of("annotatedBy", Selection.of("personId")));
    return list(
        "annotations",
        Map.of("first", 10, "filter", Map.of("text", Map.of("startsWith", "flaky"))),
        fields);
  }

  /// Those annotations, what each list of things has of them, and what is found of them by their
  /// words.
  static List<Selection> ofAnnotations(List<SubjectId> annotations) {
    List<Selection> asked = new ArrayList<>();
    for (SubjectId annotation : annotations) {
      asked.add(
          new Selection(
              "node",
              "node",
              Map.of("id", Urns.annotation(annotation)),
              Set.of("Annotation"),
              List.of(
                  Selection.of("text"),
                  Selection.of("changedAt"),
                  Selection.of("deployment", Selection.of("status")),
                  Selection.of("asserted", Selection.of("deployer")),
                  Selection.of("incident", Selection.of("incidentId"), Selection.of("phase")),
                  Selection.of("commit", Selection.of("sha")),
                  Selection.of("evidence", Selection.of("index")))));
    }
    for (String things : List.of("deployments", "assertedDeployments", "incidents")) {
      asked.add(list(things, Map.of("first", 10), List.of(Selection.of("id"), noted())));
    }
    asked.add(list("search", found("flaky"), HIT));
    return asked;
  }

  /// Those saved queries, and lists of such.
  static List<Selection> ofSavedQueries(List<SubjectId> queries) {
    List<Selection> fields =
        List.of(
            Selection.of("name"),
            Selection.of("purpose"),
            Selection.of("document"),
            Selection.of("variables"),
            Selection.of("sharedWith"),
            Selection.of("savedAt"),
            Selection.of("changedAt"),
            Selection.of("savedBy", Selection.of("personId")),
            Selection.of("evidence", Selection.of("index")));
    List<Selection> asked = new ArrayList<>();
    queries.forEach(id -> asked.add(Selection.byId("savedQuery", id.value(), fields)));
    asked.add(list("savedQueries", Map.of("first", 10), fields));
    Map<String, Object> listed =
        Map.of("sharedWith", Map.of("has", "approver"), "name", Map.of("startsWith", "m"));
    asked.add(list("savedQueries", Map.of("last", 2, "filter", listed), fields));
    return asked;
  }

  /// Every list that is told as of a moment, from either end.
  private static List<Selection> lists() {
    List<Selection> ofDeployment =
        List.of(Selection.of("id"), Selection.of("status"), Selection.of("openedAt"));
    Map<String, Object> running =
        Map.of("last", 2, "filter", Map.of("status", Map.of("in", List.of("RUNNING", "FAILED"))));
    Map<String, Object> byEnd =
        Map.of("first", 2, "orderBy", Map.of("field", "CLOSED_AT", "direction", "ASC"));
    return List.of(
        list("deployments", Map.of("first", 100), ofDeployment),
        list("deployments", running, ofDeployment),
        list("deployments", byEnd, ofDeployment),
        list("incidents", Map.of("last", 1), List.of(Selection.of("id"), Selection.of("phase"))),
        list(
            "checks",
            Map.of("first", 3),
            List.of(Selection.of("id"), Selection.of("deployment", Selection.of("status")))),
        list("approvals", Map.of("last", 2), List.of(Selection.of("id"), Selection.of("decision"))),
        list("steps", Map.of("first", 4), List.of(Selection.of("name"))),
        list(
            "running",
            Map.of("first", 10),
            List.of(
                Selection.of("service"),
                Selection.of("environment"),
                Selection.of("recordedAt"),
                Selection.of(
                    "serving",
                    Selection.of("weight"),
                    Selection.of("deployment", Selection.of("status"))))),
        list("search", found("release"), HIT),
        list("search", found("carts"), HIT),
        new Selection(
            "whereIs",
            "whereIs",
            Map.of("repository", Story.REPOSITORY.value(), "sha", Story.sha(2).value()),
            Set.of(),
            List.of(
                Selection.of("role"),
                Selection.of("weight"),
                Selection.of("service", Selection.of("name")),
                Selection.of("deployment", Selection.of("id"), Selection.of("status")))));
  }

  /// What is looked for among what records state; names are the same at every moment.
  private static Map<String, Object> found(String text) {
    List<String> stated =
        Stream.of(SearchKind.values())
            .filter(kind -> !kind.properties().contains(Properties.NAME))
            .map(SearchKind::name)
            .toList();
    return Map.of("text", text, "kinds", stated, "first", 100);
  }

  private static Selection list(
      String name, Map<String, Object> arguments, List<Selection> fields) {
    return new Selection(
        name,
        name,
        arguments,
        Set.of(),
        List.of(
            Selection.of("totalCount"),
            new Selection("nodes", "nodes", Map.of(), Set.of(), fields),
            Selection.of("pageInfo", Selection.of("hasNextPage"))));
  }

  private static List<Selection> pathsFrom(IncidentId incident, List<DeploymentId> deployments) {
    List<String> ends =
        new ArrayList<>(List.of(Urns.service(Story.SERVICE), Urns.environment(Story.STAGING)));
    deployments.forEach(id -> ends.add(Urns.deployment(id)));
    return ends.stream()
        .map(
            end ->
                new Selection(
                    "paths",
                    "paths",
                    Map.of("from", Urns.incident(incident), "to", end, "maxDepth", 4),
                    Set.of(),
                    List.of(Selection.of("paths", PathAnswers.HOPS), Selection.of("exhausted"))))
        .toList();
  }

  private static Selection blastRadius(String thing) {
    Selection id = Selection.of("id");
    return new Selection(
        "blastRadius",
        "blastRadius",
        Map.of("of", thing),
        Set.of(),
        List.of(
            new Selection(
                "exposures",
                "exposures",
                Map.of("first", 100),
                Set.of(),
                List.of(
                    Selection.of(
                        "nodes",
                        Selection.of("deployment", id, Selection.of("status")),
                        Selection.of("serves"),
                        Selection.of(
                            "served",
                            Selection.of("since"),
                            Selection.of("until"),
                            Selection.of("peakWeight"),
                            Selection.of("endedBy", id)),
                        Selection.of("evidence", Selection.of("index")))))));
  }

  private static Selection reachableFrom(IncidentId incident) {
    return new Selection(
        "reachable",
        "reachable",
        Map.of("from", Urns.incident(incident), "first", 100),
        Set.of(),
        List.of(
            Selection.of(
                "edges",
                Selection.of("distance"),
                Selection.of("node", Selection.of("id")),
                Selection.of("path", PathAnswers.HOPS)),
            Selection.of("pageInfo", Selection.of("hasNextPage"))));
  }

  private static List<Selection> comparisons(List<DeploymentId> deployments) {
    Selection commit = Selection.of("commit", Selection.of("sha"));
    Selection deployment =
        Selection.of(
            "deployment", Selection.of("status"), Selection.of("service", Selection.of("name")));
    Selection state =
        Selection.of("to", Selection.of("recordedAt"), Selection.of("serving", deployment));
    Selection sources =
        Selection.of(
            "sources",
            Selection.of("role"),
            Selection.of("from", commit),
            Selection.of("to", commit),
            Selection.of("sameTree"));
    List<Selection> asked = new ArrayList<>();
    asked.add(
        new Selection(
            "diff",
            "diff",
            Map.of(
                "from", Map.of("environment", Story.STAGING.value(), "asOf", Instant.EPOCH),
                "to", Map.of("environment", Story.STAGING.value())),
            Set.of(),
            List.of(
                Selection.of("serviceCount"),
                Selection.of("services", Selection.of("change"), state, sources))));
    for (DeploymentId id : deployments) {
      asked.add(
          new Selection(
              "compare",
              "compare",
              Map.of("a", deployments.getFirst().value(), "b", id.value()),
              Set.of(),
              List.of(
                  Selection.of("differing"),
                  Selection.of("b", Selection.of("status")),
                  sources,
                  Selection.of("checks", Selection.of("name"), Selection.of("stage")))));
    }
    return asked;
  }
}
