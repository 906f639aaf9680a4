package com.caiatech.afdp.infra.trial.suspect;

import com.caiatech.afdp.infra.generate.model.Event;
import com.caiatech.afdp.infra.generate.model.Organisation;
import com.caiatech.afdp.infra.generate.model.Organisation.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;

/// Writes what the ranking reads of an organisation into an empty graph, as it happens, so that a
/// question finds what was known at that moment and nothing else. Commits are
/// `<repository>:<place>`.
final class OrganisationGraph implements Consumer<Event> {
  private static final int ROWS = 4_000;

  /// In the order in which they have to run.
  private static final Map<String, String> STATEMENTS = statements();

  private final Driver driver;
  private final Organisation organisation;
  private final Map<String, List<Map<String, Object>>> waiting = new HashMap<>();
  private final Map<Integer, List<Event.Committed>> commits = new HashMap<>();
  private final Map<Integer, Event.Requested> requested = new HashMap<>();
  private final Map<Integer, SortedMap<Integer, Integer>> opened = new HashMap<>();
  private int rows;

  OrganisationGraph(Driver driver, Organisation organisation) {
    this.driver = driver;
    this.organisation = organisation;
  }

  private static Map<String, String> statements() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "commits",
        """
        UNWIND $rows AS row
        CREATE (c:Commit {id: row.id, size: row.size, committedAt: row.at, subject: row.subject})
        MERGE (p:Person {id: row.author})
        CREATE (c)-[:AUTHORED_BY]->(p)
        """);
    all.put(
        "touched",
        """
        UNWIND $rows AS row
        MATCH (c:Commit {id: row.id})
        MERGE (f:File {id: row.file}) ON CREATE SET f.path = row.path
        CREATE (c)-[:TOUCHED {added: row.added, deleted: row.deleted}]->(f)
        """);
    all.put(
        "parents",
        """
        UNWIND $rows AS row
        MATCH (c:Commit {id: row.id}), (p:Commit {id: row.parent})
        CREATE (c)-[:PARENT {n: row.n}]->(p)
        """);
    all.put(
        "reverts",
        """
        UNWIND $rows AS row
        MATCH (c:Commit {id: row.id}), (o:Commit {id: row.reverts})
        CREATE (c)-[:REVERTS]->(o)
        """);
    all.put(
        "deployments",
        """
        UNWIND $rows AS row
        MERGE (s:Service {id: row.service}) ON CREATE SET s.name = row.service
        MERGE (e:Environment {id: row.environment}) ON CREATE SET e.name = row.environment
        CREATE (d:Deployment {id: row.id, service: row.service, environment: row.environment,
                              status: 'RUNNING', openedAt: row.at, startedOrder: row.at})
        """);
    all.put(
        "shipped",
        """
        UNWIND $rows AS row
        MATCH (d:Deployment {id: row.id}), (c:Commit {id: row.commit})
        CREATE (d)-[:SHIPPED {role: row.role, inScope: row.inScope}]->(c)
        """);
    all.put(
        "withdrew",
        """
        UNWIND $rows AS row
        MATCH (d:Deployment {id: row.id}), (c:Commit {id: row.commit})
        CREATE (d)-[:WITHDREW {role: row.role, inScope: row.inScope}]->(c)
        """);
    all.put(
        "first",
        """
        UNWIND $rows AS row
        MATCH (d:Deployment {id: row.id}), (c:Commit {id: row.commit})
        CREATE (d)-[:DEPLOYED {role: row.role}]->(c)
        """);
    all.put(
        "checks",
        """
        UNWIND $rows AS row
        MATCH (d:Deployment {id: row.id})
        CREATE (:Check {id: row.check, status: row.status})-[:CHECKED]->(d)
        """);
    all.put(
        "steps",
        """
        UNWIND $rows AS row
        MATCH (d:Deployment {id: row.id})
        CREATE (:Step {id: row.step, startedAt: row.at})-[:ROUTED {weight: row.weight}]->(d)
        """);
    all.put(
        "closed",
        """
        UNWIND $rows AS row
        MATCH (d:Deployment {id: row.id}) SET d.status = row.status, d.closedAt = row.at
        """);
    all.put(
        "incidents",
        """
        UNWIND $rows AS row
        MERGE (i:Incident {id: row.id})
        SET i.title = row.title, i.components = row.components, i.startedAt = row.startedAt,
            i.detectedAt = row.detectedAt
        WITH i, row
        UNWIND row.services AS service
        MATCH (s:Service {id: service}), (e:Environment {id: row.environment})
        MERGE (i)-[:AFFECTED]->(s) MERGE (i)-[:IN]->(e)
        """);
    all.put(
        "blames",
        """
        UNWIND $rows AS row
        MATCH (i:Incident {id: row.id}), (c:Commit {id: row.commit})
        CREATE (i)-[:BLAMES]->(c)
        """);
    return all;
  }

  static String id(int repository, int position) {
    return repository + ":" + position;
  }

  static String incident(int number) {
    return "incident-" + number;
  }

  /// What was committed, by its id.
  Event.Committed commit(String id) {
    String[] parts = id.split(":", -1);
    return of(commits, Integer.parseInt(parts[0])).get(Integer.parseInt(parts[1]));
  }

  @Override
  public void accept(Event event) {
    switch (event) {
      case Event.Committed it -> committed(it);
      case Event.Requested it -> requested.put(it.deployment(), it);
      case Event.Opened it -> opened(it);
      case Event.Checked it ->
          row(
              "checks",
              "id",
              deployment(it.deployment()),
              "check",
              "check-" + it.deployment() + "-" + it.check().name(),
              "status",
              it.passed() ? "PASSED" : "FAILED");
      case Event.Stepped it when it.weight() > 0 ->
          row(
              "steps",
              "id",
              deployment(it.deployment()),
              "step",
              "step-" + it.deployment() + "-" + it.step(),
              "weight",
              it.weight(),
              "at",
              it.startedAt().toEpochMilli());
      case Event.Closed it ->
          row(
              "closed",
              "id",
              deployment(it.deployment()),
              "status",
              it.result().name(),
              "at",
              it.at().toEpochMilli());
      case Event.IncidentTold it -> told(it);
      case Event.CauseClaimed it -> {
        Event.Place place = it.commit();
        if (place != null) {
          row("blames", "id", incident(it.incident()), "commit", id(place));
        }
      }
      default -> {}
    }
    if (rows >= ROWS) {
      flush();
    }
  }

  private static String id(Event.Place place) {
    return id(place.repository(), place.position());
  }

  private static String deployment(int number) {
    return "deployment-" + number;
  }

  private void committed(Event.Committed it) {
    commits.computeIfAbsent(it.repository(), _ -> new ArrayList<>()).add(it);
    String id = id(it.repository(), it.position());
    row(
        "commits",
        "id",
        id,
        "size",
        it.changes().stream().mapToInt(change -> change.added() + change.deleted()).sum(),
        "at",
        it.at().toEpochMilli(),
        "subject",
        it.message().lines().findFirst().orElse(""),
        "author",
        "person-" + it.author());
    for (Event.FileChange change : it.changes()) {
      row(
          "touched",
          "id",
          id,
          "file",
          it.repository() + ":" + change.path(),
          "path",
          change.path(),
          "added",
          change.added(),
          "deleted",
          change.deleted());
    }
    for (int n = 0; n < it.parents().size(); n++) {
      row("parents", "id", id, "parent", id(it.repository(), it.parents().get(n)), "n", n + 1);
    }
    Integer reverts = it.reverts();
    if (reverts != null) {
      row("reverts", "id", id, "reverts", id(it.repository(), reverts));
    }
  }

  private void opened(Event.Opened it) {
    Event.Requested asked = of(requested, it.deployment());
    Service service = organisation.services().get(asked.service());
    String id = deployment(it.deployment());
    opened.put(it.deployment(), it.commits());
    row(
        "deployments",
        "id",
        id,
        "service",
        service.name(),
        "environment",
        asked.environment().name().toLowerCase(Locale.ROOT),
        "at",
        it.at().toEpochMilli());
    Integer previous = it.previous();
    Map<Integer, Integer> before = previous == null ? new TreeMap<>() : of(opened, previous);
    it.commits()
        .forEach(
            (repository, position) -> {
              Integer from = before.get(repository);
              if (from == null) {
                row(
                    "first",
                    "id",
                    id,
                    "commit",
                    id(repository, position),
                    "role",
                    role(repository));
              } else {
                range("shipped", id, service, repository, from, position);
                range("withdrew", id, service, repository, position, from);
              }
            });
  }

  private void range(
      String kind, String deployment, Service service, int repository, int after, int until) {
    for (int position = after + 1; position <= until; position++) {
      Event.Committed commit = of(commits, repository).get(position);
      row(
          kind,
          "id",
          deployment,
          "commit",
          id(repository, position),
          "role",
          role(repository),
          "inScope",
          isInScope(service, commit));
    }
  }

  private String role(int repository) {
    return repository == organisation.settings() ? "CONFIGURATION" : "APPLICATION";
  }

  private boolean isInScope(Service service, Event.Committed commit) {
    if (commit.repository() != organisation.settings() && service.path().isEmpty()) {
      return true;
    }
    return commit.changes().stream()
        .anyMatch(
            change ->
                commit.repository() == organisation.settings()
                    ? change.path().startsWith(service.settings() + "/")
                    : change.path().startsWith(service.path() + "/")
                        || change.path().startsWith(service.library() + "/"));
  }

  private void told(Event.IncidentTold it) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", incident(it.incident()));
    row.put("title", it.title());
    row.put("components", it.components());
    row.put("startedAt", it.startedAt() == null ? null : it.startedAt().toEpochMilli());
    row.put("detectedAt", it.detectedAt().toEpochMilli());
    row.put(
        "services",
        it.services().stream().map(number -> organisation.services().get(number).name()).toList());
    row.put("environment", "production");
    add("incidents", row);
  }

  private void row(String kind, Object... keysAndValues) {
    Map<String, Object> row = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      row.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    add(kind, row);
  }

  private void add(String kind, Map<String, Object> row) {
    waiting.computeIfAbsent(kind, _ -> new ArrayList<>()).add(row);
    rows++;
  }

  /// Writes what waits.
  void flush() {
    if (rows == 0) {
      return;
    }
    try (Session session = driver.session()) {
      session.executeWriteWithoutResult(
          transaction ->
              STATEMENTS.forEach(
                  (kind, statement) -> {
                    List<Map<String, Object>> some = waiting.get(kind);
                    if (some != null) {
                      transaction.run(statement, Map.of("rows", some)).consume();
                    }
                  }));
    }
    waiting.clear();
    rows = 0;
  }

  private static <V> V of(Map<Integer, V> known, @Nullable Integer key) {
    return Objects.requireNonNull(known.get(key), () -> "nothing is known of " + key);
  }
}
