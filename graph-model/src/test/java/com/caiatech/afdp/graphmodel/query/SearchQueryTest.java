package com.caiatech.afdp.graphmodel.query;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.search.SearchKind;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neo4j.driver.Session;

/// What is found by its texts, held against a look at every text that there is.
class SearchQueryTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final int QUESTIONS = 60;
  private static final String SECRET = "whispered";

  private static final List<String> SUBJECTS =
      List.of(
          "fix(cart): PaymentClient.retry waits for the bank",
          "See ABC-123: retry once, not twice",
          "ABC-1234 bump log4j-core to 2.17.1",
          "Revert \"payment client\" (a\\b*c?)",
          "retry",
          "x ".repeat(300) + "needle in a haystack " + "y ".repeat(300));
  private static final List<String> PATHS =
      List.of(
          "src/main/java/com/acme/PaymentClient.java",
          "src/main/resources/db/V11__search.cypher",
          "retry/README.md");

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  /// A text of a thing.
  private record Said(String id, String kind, String property, String text) {}

  private record Hit(String id, String kind, String property, long parts) {}

  @BeforeAll
  static void writeTexts() {
    SampleGraph.create(NEO4J.driver());
    try (Session session = NEO4J.driver().session()) {
      session
          .run(
              """
              UNWIND range(0, size($subjects) - 1) AS i
              CREATE (:Commit {id: 'urn:afdp:commit:shop:' + $shas[i], sha: $shas[i], repository: 'shop',
                subject: $subjects[i], authorName: $secret, committerName: $secret, size: 1, issueKeys: ['XYZ-' + i]})
              """,
              Map.of("subjects", SUBJECTS, "shas", shas(), "secret", SECRET))
          .consume();
      session
          .run(
              """
              UNWIND $paths AS path
              CREATE (:File {id: 'urn:afdp:file:shop:' + path, repository: 'shop', path: path})
              """,
              Map.of("paths", PATHS))
          .consume();
      session
          .run(
              """
              MATCH (n:Incident {title: 'broken 1'})-[:HAS_VERSION]->(v:Version)
              SET v.description = $secret, n.description = $secret, n.title = 'retry storm', v.title = 'retry storm'
              WITH n
              CREATE (n)-[:HAS_VERSION_WAS {since: 1, until: 1000}]->(:Version {id: 'urn:afdp:version:was',
                title: 'slow bank', description: $secret})
              WITH DISTINCT n MATCH (n)-[h:HAS_VERSION]->() SET h.since = 1000
              """,
              Map.of("secret", SECRET))
          .consume();
      session
          .run(
              """
              MATCH (a:Approval {id: 'urn:afdp:approval:1'})-[r:DECIDED]->(d)
              SET a.reason = 'retry is safe' CREATE (a)-[:DECIDED_WAS {since: 1, until: 500}]->(d) DELETE r
              """)
          .consume();
      session
          .run("MATCH (c:Check) WHERE c.status = 'FAILED' SET c.reason = 'retry 3 of 3'")
          .consume();
      Neo4jFixture.awaitTexts(session);
    }
  }

  private static List<String> shas() {
    List<String> shas = new ArrayList<>();
    for (int i = 0; i < SUBJECTS.size(); i++) {
      shas.add("abcdef%d".formatted(i) + "0".repeat(33));
    }
    return shas;
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      textBlock =
          """
          PaymentClient.retry => urn:afdp:commit:shop:abcdef0
          retry bank => urn:afdp:commit:shop:abcdef0
          PaymentClient => urn:afdp:commit:shop:abcdef0 urn:afdp:file:shop:src/main/java/com/acme/PaymentClient.java
          PaymentClient.java => urn:afdp:file:shop:src/main/java/com/acme/PaymentClient.java
          src/main/java/com/acme/PaymentClient.java => urn:afdp:file:shop:src/main/java/com/acme/PaymentClient.java
          pay* client => urn:afdp:commit:shop:abcdef3
          "payment client" => urn:afdp:commit:shop:abcdef3
          ABC-123 => urn:afdp:commit:shop:abcdef1
          abc-123* => urn:afdp:commit:shop:abcdef1 urn:afdp:commit:shop:abcdef2
          log4j => urn:afdp:commit:shop:abcdef2
          2.17.1 => urn:afdp:commit:shop:abcdef2
          V11__search => urn:afdp:file:shop:src/main/resources/db/V11__search.cypher
          XYZ-4 => urn:afdp:commit:shop:abcdef4
          abcdef5 => urn:afdp:commit:shop:abcdef5
          payments => urn:afdp:team:payments
          """)
  void whatADeveloperWritesFindsWhatIsMeant(String text, String found) {
    List<String> ids = hits(Map.of("text", text)).stream().map(Hit::id).toList();
    List<String> expected = List.of(found.split(" "));
    assertThat(ids).hasSameSizeAs(expected);
    expected.forEach(begin -> assertThat(ids).anyMatch(id -> id.startsWith(begin)));
  }

  @Test
  void everyQuestionIsAnsweredAsByALookAtEveryText() {
    Random random = new Random(20261130);
    List<Said> all = texts();
    List<String> runs =
        all.stream().flatMap(said -> known(said.text())).distinct().sorted().toList();
    int found = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      List<List<String>> words = new ArrayList<>();
      int count = 1 + random.nextInt(2);
      for (int word = 0; word < count; word++) {
        words.add(word(random, all, runs));
      }
      List<SearchKind> kinds =
          Stream.of(SearchKind.values()).filter(_ -> random.nextInt(3) > 0).toList();
      String text =
          words.stream()
              .map(word -> "\"" + String.join(" ", word).toUpperCase(Locale.ROOT) + "\"")
              .collect(Collectors.joining(" "));
      List<Hit> expected = naively(all, words, kinds);
      Map<String, Object> asked =
          Map.of("text", text, "kinds", kinds.stream().map(SearchKind::name).toList());
      assertThat(hits(asked)).as(asked.toString()).isEqualTo(expected);
      found += expected.size();
    }
    assertThat(found).isGreaterThan(QUESTIONS / 2);
  }

  /// The runs of a text, but what a dot or an underscore joins with digits in one piece, as the
  /// indexes know it.
  private static Stream<String> known(String text) {
    return Stream.of(text.split("[^\\p{L}\\p{N}._]+"))
        .flatMap(
            piece ->
                piece.matches(".*\\p{N}.*") ? Stream.of(piece) : Stream.of(piece.split("[._]+")))
        .filter(run -> !run.isEmpty());
  }

  /// Runs that follow each other in some text, or one of any.
  private static List<String> word(Random random, List<Said> all, List<String> runs) {
    if (random.nextBoolean()) {
      return List.of(runs.get(random.nextInt(runs.size())));
    }
    List<String> ofOne = known(all.get(random.nextInt(all.size())).text()).limit(20).toList();
    int from = random.nextInt(ofOne.size());
    return ofOne.subList(from, Math.min(ofOne.size(), from + 1 + random.nextInt(3)));
  }

  private static List<Hit> naively(
      List<Said> all, List<List<String>> words, List<SearchKind> kinds) {
    Map<String, Hit> best = new HashMap<>();
    long length =
        words.stream().mapToLong(word -> runsOf(String.join(" ", word)).strip().length()).sum();
    for (Said said : all) {
      String joined = runsOf(said.text());
      boolean has =
          words.stream().allMatch(word -> joined.contains(runsOf(String.join(" ", word))));
      if (has && isCandidate(said, words) && kinds.contains(SearchKind.valueOf(said.kind()))) {
        long parts = Math.min(1_000_000, 1_000_000 * length / said.text().length());
        best.merge(
            said.id(),
            new Hit(said.id(), said.kind(), said.property(), parts),
            (one, other) -> other.parts() > one.parts() ? other : one);
      }
    }
    return best.values().stream()
        .sorted(Comparator.comparingLong((Hit hit) -> -hit.parts()).thenComparing(Hit::id))
        .limit(100)
        .toList();
  }

  /// Whether an index gives the text: words without letters are known as they stand alone.
  private static boolean isCandidate(Said said, List<List<String>> words) {
    List<String> sought = words.stream().flatMap(List::stream).toList();
    return sought.stream().anyMatch(run -> run.matches(".*\\p{L}.*"))
        || known(said.text()).collect(Collectors.toSet()).containsAll(sought);
  }

  /// Its runs of letters and digits, in lower case, with a space around each.
  private static String runsOf(String text) {
    return " "
        + String.join(" ", text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).strip()
        + " ";
  }

  /// Every text that is believed now, of the properties in the order of preference.
  private static List<Said> texts() {
    List<Said> texts = new ArrayList<>();
    try (Session session = NEO4J.driver().session()) {
      for (SearchKind kind : SearchKind.values()) {
        for (String property : kind.properties().stream().sorted().toList()) {
          session
              .run(
                  "MATCH (n:%1$s) WHERE n.%2$s IS NOT NULL AND %3$s RETURN n.id AS id, n.%2$s AS text"
                      .formatted(
                          kind.label(),
                          property,
                          switch (kind) {
                            case CHECK -> "EXISTS { (n)-[:CHECKED]->() }";
                            case APPROVAL -> "EXISTS { (n)-[:DECIDED]->() }";
                            default -> "true";
                          }))
              .forEachRemaining(
                  found ->
                      texts.add(
                          new Said(
                              found.get("id").asString(),
                              kind.name(),
                              property,
                              found.get("text").asObject() instanceof List<?> list
                                  ? list.stream()
                                      .map(String::valueOf)
                                      .collect(Collectors.joining(" "))
                                  : found.get("text").asString())));
        }
      }
    }
    texts.sort(Comparator.comparing(Said::id).thenComparing(Said::property));
    return texts;
  }

  private List<Hit> hits(Map<String, Object> asked) {
    Map<String, Object> arguments = new HashMap<>(asked);
    arguments.put("first", 100);
    Row found =
        row(
            queries.fetch(
                with(
                    arguments,
                    "search",
                    Selection.of(
                        "nodes",
                        Selection.of("kind"),
                        Selection.of("property"),
                        Selection.of("score"),
                        Selection.of("thing", Selection.of("id"))))));
    return rows(found.get("nodes")).stream()
        .map(
            hit ->
                new Hit(
                    String.valueOf(row(hit.get("thing")).get("id")),
                    String.valueOf(hit.get("kind")),
                    String.valueOf(hit.get("property")),
                    Math.round(
                        ((Number) Objects.requireNonNull(hit.get("score"))).doubleValue() * 1e6)))
        .toList();
  }

  @Test
  void aTitleIsFoundAtTheMomentsAtWhichItWasBelieved() {
    assertThat(titles("slow", null)).isEmpty();
    assertThat(titles("slow", 900L)).containsExactly("slow bank");
    assertThat(titles("slow", 1000L)).isEmpty();
    assertThat(titles("storm", 900L)).isEmpty();
    assertThat(titles("storm", 1000L)).containsExactly("retry storm");
    assertThat(titles("\"is safe\"", 400L)).containsExactly("retry is safe");
    assertThat(titles("\"is safe\"", 500L)).isEmpty();
  }

  private List<@Nullable Object> titles(String text, @Nullable Long asOf) {
    Map<String, Object> arguments = new HashMap<>(Map.of("text", text, "first", 5));
    if (asOf != null) {
      arguments.put("asOf", Instant.ofEpochMilli(asOf));
    }
    Selection nodes = Selection.of("nodes", Selection.of("excerpt"));
    return Answers.values(
        row(queries.fetch(with(arguments, "search", nodes))).get("nodes"), "excerpt");
  }

  @Test
  void ofALongTextWhatIsAroundTheFirstWordIsShown() {
    String excerpt = String.valueOf(titles("needle", null).getFirst());
    assertThat(excerpt).hasSizeLessThanOrEqualTo(200).startsWith("…").endsWith("…");
    assertThat(excerpt).contains("needle in a haystack");
  }

  @Test
  void whatIsSealedIsNeitherIndexedNorFound() {
    assertThat(titles(SECRET, null)).isEmpty();
    assertThat(titles(SECRET, 900L)).isEmpty();
    try (Session session = NEO4J.driver().session()) {
      List<Object> indexed =
          session
              .run("SHOW INDEXES YIELD type, properties WHERE type = 'FULLTEXT' RETURN properties")
              .stream()
              .flatMap(found -> found.get("properties").asList().stream())
              .distinct()
              .toList();
      List<String> searched =
          Stream.of(SearchKind.values())
              .flatMap(kind -> kind.properties().stream())
              .distinct()
              .toList();
      assertThat(indexed).hasSameElementsAs(searched);
      assertThat(searched)
          .doesNotContain("authorName", "committerName", "sealedName", "description", "body");
    }
  }

  @Test
  void pagesFollowEachOtherWhateverComesAndTheTotalIsCounted() {
    List<Hit> all = hits(Map.of("text", "retry"));
    Selection truncated = Selection.of("truncated");
    assertThat(
            row(queries.fetch(with(Map.of("text", "retry"), "search", truncated))).get("truncated"))
        .isEqualTo(false);
    assertThat(all).hasSizeGreaterThan(4);
    List<Object> ids = new ArrayList<>();
    Map<String, Object> arguments = new HashMap<>(Map.of("text", "retry", "first", 2));
    for (boolean more = true; more; ) {
      Row page =
          row(
              queries.fetch(
                  with(
                      arguments,
                      "search",
                      Selection.of("totalCount"),
                      Selection.of("nodes", Selection.of("thing", Selection.of("id"))),
                      Selection.of(
                          "pageInfo", Selection.of("hasNextPage"), Selection.of("endCursor")))));
      assertThat(page.get("totalCount")).isEqualTo((long) all.size());
      rows(page.get("nodes"))
          .forEach(hit -> ids.add(Objects.requireNonNull(row(hit.get("thing")).get("id"))));
      Row info = row(page.get("pageInfo"));
      more = Boolean.TRUE.equals(info.get("hasNextPage"));
      arguments.put("after", String.valueOf(info.get("endCursor")));
    }
    assertThat(ids).isEqualTo(all.stream().map(Hit::id).toList());
  }

  @Test
  void aWordThatManyTextsHaveIsToldAsCutAndTheBestOfOtherKindsAreThere() {
    try (Session session = NEO4J.driver().session()) {
      session
          .run(
              "UNWIND range(1, 1200) AS i CREATE (:Commit {id: 'urn:afdp:commit:many:' + i, sha:"
                  + " 'm' + i, repository: 'many', subject: 'common word ' + i})")
          .consume();
      session.run("CREATE (:Team {id: 'urn:afdp:team:common', name: 'common'})").consume();
      Neo4jFixture.awaitTexts(session);
    }
    Row found =
        row(
            queries.fetch(
                with(
                    Map.of("text", "common", "first", 2),
                    "search",
                    Selection.of("truncated"),
                    Selection.of("totalCount"),
                    Selection.of("nodes", Selection.of("kind")))));
    assertThat(found.get("truncated")).isEqualTo(true);
    assertThat(found.get("totalCount")).isEqualTo(1001L);
    assertThat(Answers.values(found.get("nodes"), "kind")).containsExactly("TEAM", "COMMIT");
    assertThat(hits(Map.of("text", "common 1199"))).hasSize(1);
    try (Session session = NEO4J.driver().session()) {
      session.run("MATCH (c:Commit {repository: 'many'}) DELETE c").consume();
      session.run("MATCH (t:Team {name: 'common'}) DELETE t").consume();
    }
  }

  @Test
  void whoCarriesATokenFindsWhatWasWrittenJustNow() {
    Selection nodes = Selection.of("nodes", Selection.of("excerpt"));
    Map<String, Object> arguments =
        Map.of("first", 5, "atLeast", List.of(ConsistencyToken.parse("deployment-manifests:30")));
    for (int i = 0; i < 20; i++) {
      String name = "fresh" + i + "th";
      try (Session session = NEO4J.driver().session()) {
        session
            .run("CREATE (:Team {id: 'urn:afdp:team:' + $name, name: $name})", Map.of("name", name))
            .consume();
      }
      Map<String, Object> asked = new HashMap<>(arguments);
      asked.put("text", name);
      assertThat(
              Answers.values(
                  row(queries.fetch(with(asked, "search", nodes))).get("nodes"), "excerpt"))
          .containsExactly(name);
    }
    try (Session session = NEO4J.driver().session()) {
      session.run("MATCH (t:Team) WHERE t.name STARTS WITH 'fresh' DELETE t").consume();
    }
  }
}
