package com.caiatech.afdp.graphmodel.difference;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.path.SearchBudget;
import com.caiatech.afdp.graphmodel.query.Answers;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.neo4j.driver.Session;

/// What differs between two states is what a plain comparison of what served says.
class DiffTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final List<String> SERVICES = List.of("cart", "mail", "pay", "shop");
  private static final List<String> ENVIRONMENTS = List.of("production", "staging");
  private static final int COMMITS = 30;
  private static final int STEPS = 40;
  private static final int QUESTIONS = 30;

  private static final Selection FIELDS =
      Selection.of(
          "services",
          Selection.of("service", Selection.of("name")),
          Selection.of("change"),
          Selection.of("from", serving()),
          Selection.of("to", serving()),
          Selection.of(
              "sources",
              Selection.of("role"),
              Selection.of("repository", Selection.of("name")),
              Selection.of("sameTree"),
              Selection.of("from", Selection.of("commit", Selection.of("sha"))),
              Selection.of("to", Selection.of("commit", Selection.of("sha"))),
              Selection.of("shippedCount"),
              Selection.of("withdrewCount"),
              with(Map.of("first", 100), "shipped", nodes()),
              with(Map.of("first", 100), "withdrew", nodes()),
              Selection.of("fileCount"),
              with(
                  Map.of("first", 100),
                  "files",
                  Selection.of("path"),
                  Selection.of("kind"),
                  Selection.of("shipped"),
                  Selection.of("withdrew"))));

  /// What a step said: since that moment the deployment of that number serves alone, or nothing.
  private record Served(String service, String environment, long at, int deployment, int commit) {}

  private static final List<Served> HISTORY = new ArrayList<>();
  private static final long BEGIN = 1_000_000;

  private final GraphQueries queries =
      new GraphQueries(
          NEO4J.driver(),
          Neo4jFixture.PATIENT.with(new SearchBudget(100_000, Duration.ofMinutes(2))));

  private static Selection serving() {
    return Selection.of(
        "serving", Selection.of("weight"), Selection.of("deployment", Selection.of("id")));
  }

  private static Selection nodes() {
    return Selection.of("nodes", Selection.of("sha"));
  }

  /// Deploys commits of one line, forwards and back, to four services in two environments; what a
  /// step says ends when the next one is recorded, and `mail` is never in production.
  @BeforeAll
  static void write() {
    new Migrations(NEO4J.driver()).apply();
    NEO4J.clear();
    run(
        """
        UNWIND $services AS name CREATE (:Service {id: 'urn:afdp:service:' + name, name: name});
        """,
        Map.of("services", SERVICES));
    run(
        "UNWIND $names AS name CREATE (:Environment {id: 'urn:afdp:environment:' + name, name: name})",
        Map.of("names", ENVIRONMENTS));
    run(
        """
        UNWIND range(0, $commits - 1) AS i
        CREATE (c:Commit {id: 'urn:afdp:commit:shop:c' + i, sha: 'c' + i, repository: 'shop', size: 1,
          committedAt: i})
        MERGE (f:File {id: 'urn:afdp:file:shop:src/F' + i % 7 + '.java'})
          ON CREATE SET f.path = 'src/F' + i % 7 + '.java', f.repository = 'shop'
        CREATE (c)-[:TOUCHED {change: 'MODIFIED'}]->(f)
        WITH c, i WHERE i > 0 MATCH (p:Commit {id: 'urn:afdp:commit:shop:c' + (i - 1)})
        CREATE (c)-[:PARENT {n: 1}]->(p)
        """,
        Map.of("commits", COMMITS));
    Random random = new Random(7);
    for (int i = 0; i < STEPS; i++) {
      String service = SERVICES.get(random.nextInt(SERVICES.size()));
      String environment = service.equals("mail") ? "staging" : ENVIRONMENTS.get(random.nextInt(2));
      boolean nothing = random.nextInt(8) == 0;
      HISTORY.add(
          new Served(
              service, environment, BEGIN + 10L * i, nothing ? -1 : i, random.nextInt(COMMITS)));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Served served : HISTORY) {
      rows.add(
          Map.of(
              "service", served.service,
              "environment", served.environment,
              "at", served.at,
              "n", served.deployment,
              "commit", served.commit));
    }
    run(
        """
        UNWIND range(0, size($rows) - 1) AS i WITH i, $rows[i] AS row
        CREATE (t:Step {id: 'urn:afdp:step:' + i, service: row.service, environment: row.environment,
          recordedAt: row.at, ledgerIndex: i})
        CREATE (d:Deployment {id: 'urn:afdp:deployment:' + i, service: row.service,
          environment: row.environment, startedOrder: row.at})
        CREATE (t)-[:STEP_OF {since: row.at}]->(d)
        CREATE (t)-[:ROUTED {since: row.at, weight: CASE row.n WHEN -1 THEN 0 ELSE 100 END}]->(d)
        WITH d, row
        MATCH (c:Commit {id: 'urn:afdp:commit:shop:c' + row.commit})
        CREATE (d)-[:DEPLOYED {role: 'APPLICATION', sourceSha256: 'tree' + row.commit, since: row.at}]->(c)
        CREATE (d)-[:DEPLOYED {role: 'CONFIGURATION', sourceSha256: 'same', since: row.at}]->(c)
        """,
        Map.of("rows", rows));
  }

  private static Map<String, Served> state(String environment, long at) {
    Map<String, Served> state = new TreeMap<>();
    for (Served served : HISTORY) {
      if (served.environment.equals(environment) && served.at <= at) {
        state.put(served.service, served);
      }
    }
    state.values().removeIf(it -> it.deployment < 0);
    return state;
  }

  private static Map<String, Object> arguments(
      String from, @Nullable Long fromAt, String to, @Nullable Long toAt) {
    return new HashMap<>(Map.of("from", moment(from, fromAt), "to", moment(to, toAt)));
  }

  private static Map<String, Object> moment(String environment, @Nullable Long at) {
    return at == null
        ? Map.of("environment", environment)
        : Map.of("environment", environment, "asOf", Instant.ofEpochMilli(at));
  }

  private Row ask(Map<String, Object> arguments) {
    return row(
        queries.fetch(
            with(
                arguments,
                "diff",
                FIELDS,
                Selection.of("exhausted"),
                Selection.of("serviceCount"),
                Selection.of("differingCount"),
                Selection.of("hasNextPage"))));
  }

  @Test
  void whateverStatesAreComparedTheAnswerIsThatOfAPlainComparison() {
    Random random = new Random(3);
    int compared = 0;
    int away = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      String from = ENVIRONMENTS.get(random.nextInt(2));
      String to = ENVIRONMENTS.get(random.nextInt(2));
      Long fromAt = i % 3 == 0 ? null : Long.valueOf(BEGIN + random.nextInt(10 * STEPS));
      Long toAt = i % 5 == 0 ? null : Long.valueOf(BEGIN + random.nextInt(10 * STEPS));
      Map<String, Served> before = state(from, fromAt == null ? Long.MAX_VALUE : fromAt);
      Map<String, Served> after = state(to, toAt == null ? Long.MAX_VALUE : toAt);
      Set<String> names = new TreeSet<>(before.keySet());
      names.addAll(after.keySet());

      Row answer = ask(arguments(from, fromAt, to, toAt));

      String what = "%s@%s to %s@%s".formatted(from, fromAt, to, toAt);
      assertThat(answer.get("serviceCount")).as(what).isEqualTo((long) names.size());
      assertThat(answer.get("exhausted")).isEqualTo(true);
      Map<String, Row> told = new TreeMap<>();
      rows(answer.get("services"))
          .forEach(it -> told.put(String.valueOf(row(it.get("service")).get("name")), it));
      for (String name : names) {
        Served first = before.get(name);
        Served second = after.get(name);
        boolean same =
            first != null
                && second != null
                && (from.equals(to) ? first.equals(second) : first.commit == second.commit);
        assertThat(told.containsKey(name)).as(what + " " + name).isEqualTo(!same);
        if (!same) {
          compared++;
          away += assertService(Objects.requireNonNull(told.get(name)), first, second);
        }
      }
      assertThat(answer.get("differingCount")).isEqualTo((long) told.size());
    }
    assertThat(compared).isGreaterThan(QUESTIONS);
    assertThat(away).as("differences that take commits away").isGreaterThan(5);
  }

  private static int assertService(Row told, @Nullable Served first, @Nullable Served second) {
    assertThat(told.get("change"))
        .isEqualTo(first == null ? "ADDED" : second == null ? "REMOVED" : "CHANGED");
    assertThat(servingIds(told, "from")).isEqualTo(ids(first));
    assertThat(servingIds(told, "to")).isEqualTo(ids(second));
    List<Row> sources = rows(told.get("sources"));
    assertThat(Answers.values(told.get("sources"), "role"))
        .containsExactly("APPLICATION", "CONFIGURATION");
    Row application = sources.getFirst();
    assertThat(row(application.get("repository")).get("name")).isEqualTo("shop");
    assertThat(rows(application.get("from"))).hasSize(first == null ? 0 : 1);
    assertThat(rows(application.get("to"))).hasSize(second == null ? 0 : 1);
    if (first == null || second == null) {
      assertThat(application.get("shippedCount")).isNull();
      assertThat(application.get("fileCount")).isNull();
      assertThat(shas(application, "shipped")).isEmpty();
      return 0;
    }
    assertThat(sources.getLast().get("sameTree")).isEqualTo(true);
    assertThat(application.get("sameTree")).isEqualTo(first.commit == second.commit);
    Set<String> shipped = commits(first.commit, second.commit);
    Set<String> withdrew = commits(second.commit, first.commit);
    assertThat(shas(application, "shipped")).isEqualTo(shipped);
    assertThat(shas(application, "withdrew")).isEqualTo(withdrew);
    assertThat(application.get("shippedCount")).isEqualTo((long) shipped.size());
    assertThat(application.get("withdrewCount")).isEqualTo((long) withdrew.size());
    Map<String, Long> files = new TreeMap<>();
    IntStream.range(
            Math.min(first.commit, second.commit) + 1, Math.max(first.commit, second.commit) + 1)
        .forEach(it -> files.merge("src/F%d.java".formatted(it % 7), 1L, Long::sum));
    String side = shipped.isEmpty() ? "withdrew" : "shipped";
    Map<String, Object> toldFiles = new TreeMap<>();
    rows(application.get("files"))
        .forEach(
            it ->
                toldFiles.put(
                    String.valueOf(it.get("path")), Objects.requireNonNull(it.get(side))));
    assertThat(toldFiles).isEqualTo(files);
    assertThat(application.get("fileCount")).isEqualTo((long) files.size());
    return withdrew.isEmpty() ? 0 : 1;
  }

  private static Set<String> commits(int without, int with) {
    return IntStream.rangeClosed(without + 1, with)
        .mapToObj(it -> "c" + it)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> shas(Row source, String list) {
    Set<String> shas = new TreeSet<>();
    Answers.values(row(source.get(list)).get("nodes"), "sha")
        .forEach(it -> shas.add(String.valueOf(it)));
    return shas;
  }

  private static List<String> ids(@Nullable Served served) {
    return served == null ? List.of() : List.of("urn:afdp:deployment:" + served.deployment);
  }

  private static List<String> servingIds(Row told, String side) {
    return rows(row(told.get(side)).get("serving")).stream()
        .map(it -> String.valueOf(row(it.get("deployment")).get("id")))
        .toList();
  }

  @Test
  void servicesComeInPagesByTheirNames() {
    Map<String, Object> asked = arguments("staging", BEGIN - 1, "staging", null);
    List<Object> all = names(ask(asked));
    assertThat(all).hasSizeGreaterThan(2);
    asked.put("first", 2);
    Row first = ask(asked);
    assertThat(names(first)).isEqualTo(all.subList(0, 2));
    assertThat(first.get("hasNextPage")).isEqualTo(true);
    assertThat(first.get("differingCount")).isEqualTo((long) all.size());
    asked.put("after", all.get(1));
    Row second = ask(asked);
    assertThat(names(second)).isEqualTo(all.subList(2, Math.min(4, all.size())));
    assertThat(second.get("hasNextPage")).isEqualTo(all.size() > 4);
    asked.remove("first");
    asked.put("after", "zzz");
    assertThat(names(ask(asked))).isEmpty();
  }

  @Test
  void oneServiceIsAskedForAlone() {
    Map<String, Object> asked = arguments("production", null, "staging", null);
    asked.put("service", "mail");
    Row answer = ask(asked);
    assertThat(answer.get("serviceCount")).isEqualTo(1L);
    assertThat(names(answer)).containsExactly("mail");
    assertThat(Answers.values(answer.get("services"), "change")).containsExactly("ADDED");
  }

  @Test
  void aMomentThatIsYetToComeIsAsNow() {
    long later = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();
    Map<String, Object> asked = arguments("production", later, "production", null);
    Row answer = ask(asked);
    assertThat(names(answer)).isEmpty();
    assertThat((Long) answer.get("serviceCount")).isPositive();
  }

  @Test
  void namesThatTheGraphDoesNotHaveAreNoEmptyState() {
    assertThatThrownBy(() -> ask(arguments("nowhere", null, "staging", null)))
        .isInstanceOf(GraphModelException.NotFound.class)
        .hasMessage(
            "from.environment: expected an environment that the graph has, found none with the"
                + " name 'nowhere'");
    assertThatThrownBy(() -> ask(arguments("staging", null, "elsewhere", null)))
        .isInstanceOf(GraphModelException.NotFound.class)
        .hasMessageStartingWith("to.environment: expected an environment");
    Map<String, Object> asked = arguments("staging", null, "production", null);
    asked.put("service", "nobody");
    assertThatThrownBy(() -> ask(asked))
        .isInstanceOf(GraphModelException.NotFound.class)
        .hasMessage(
            "service: expected a service that the graph has, found none with the name 'nobody'");
    asked.put("service", "x".repeat(64));
    assertThatThrownBy(() -> ask(asked))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessage("service: expected a name of 1 to 63 characters, found 64");
    Map<String, Object> long_ = arguments("staging", null, "production", null);
    long_.put("first", 101);
    assertThatThrownBy(() -> ask(long_))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessage("first: expected 1 to 100, found 101");
  }

  private static List<Object> names(Row answer) {
    List<Object> names = new ArrayList<>();
    rows(answer.get("services"))
        .forEach(it -> names.add(Objects.requireNonNull(row(it.get("service")).get("name"))));
    return names;
  }

  private static void run(String statement, Map<String, Object> parameters) {
    try (Session session = NEO4J.driver().session()) {
      session.run(statement.replace(";", ""), parameters).consume();
    }
  }
}
