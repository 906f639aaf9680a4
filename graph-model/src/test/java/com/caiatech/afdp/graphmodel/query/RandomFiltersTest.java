package com.caiatech.afdp.graphmodel.query;

import static com.caiatech.afdp.graphmodel.query.Answers.row;
import static com.caiatech.afdp.graphmodel.query.Answers.rows;
import static com.caiatech.afdp.graphmodel.query.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.query.composition.Selection;
import com.caiatech.afdp.graphmodel.query.reading.Row;
import com.caiatech.afdp.graphmodel.testing.Neo4jFixture;
import com.caiatech.afdp.graphmodel.testing.SampleGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Random filters of deployments against plain Java over all that the graph has of them.
class RandomFiltersTest {
  @RegisterExtension static final Neo4jFixture NEO4J = Neo4jFixture.shared();

  private static final String FOURTH = "018b0000-0000-7000-8000-000000000004";
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
  private static final int FILTERS = Integer.getInteger("afdp.histories", 20);

  /// What is known of a type here.
  ///
  /// @param values the names of its values, each with the kind of its comparison
  /// @param ones other objects by the name of the field, each with its type
  /// @param lists lists of other objects, the same
  private record Kind(
      Map<String, String> values, Map<String, String> ones, Map<String, String> lists) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          "Deployment",
          new Kind(
              Map.of(
                  "type", "enum",
                  "status", "enum",
                  "reason", "text",
                  "strategy", "text",
                  "sequence", "number",
                  "durationSeconds", "number",
                  "requestedAt", "moment",
                  "closedAt", "moment"),
              Map.of(
                  "service", "Service",
                  "environment", "Service",
                  "requestedBy", "Person",
                  "rollbackOf", "Other"),
              Map.of("shipped", "Commit", "checks", "Check", "causedIncidents", "Incident")),
          "Other",
          new Kind(Map.of("sequence", "number", "status", "enum"), Map.of(), Map.of()),
          "Service",
          new Kind(Map.of("name", "text"), Map.of(), Map.of()),
          "Person",
          new Kind(Map.of("personId", "text"), Map.of(), Map.of()),
          "Commit",
          new Kind(
              Map.of("sha", "text", "subject", "text", "committedAt", "moment"),
              Map.of("author", "Person", "repository", "Service"),
              Map.of()),
          "Check",
          new Kind(
              Map.of("name", "text", "status", "enum", "passRate", "measure"), Map.of(), Map.of()),
          "Incident",
          new Kind(Map.of("title", "text", "severity", "enum"), Map.of(), Map.of()));

  private static final Map<String, List<String>> OPERATORS =
      Map.of(
          "enum", List.of("eq", "in"),
          "text", List.of("eq", "in", "contains", "startsWith", "exists"),
          "number", List.of("eq", "in", "gt", "gte", "lt", "lte", "exists"),
          "measure", List.of("gt", "gte", "lt", "lte", "exists"),
          "moment", List.of("gt", "gte", "lt", "lte", "exists"));

  private final GraphQueries queries = new GraphQueries(NEO4J.driver(), Neo4jFixture.PATIENT);

  @BeforeAll
  static void writeTheSample() {
    SampleGraph.create(NEO4J.driver());
  }

  @Test
  void aFilterKeepsWhatItDemandsAndNothingElse() {
    List<Row> all = page(Map.of());
    assertThat(all).hasSizeGreaterThan(5);
    Random random = new Random(20261130);
    int narrowed = 0;
    for (int i = 0; i < FILTERS; i++) {
      Map<String, Object> filter = filter("Deployment", all, random, 3);
      List<Object> expected =
          all.stream()
              .filter(each -> holds("Deployment", each, filter))
              .map(each -> Objects.requireNonNull(each.get("deploymentId")))
              .toList();
      assertThat(page(filter).stream().map(each -> each.get("deploymentId")).toList())
          .as("%s", filter)
          .isEqualTo(expected);
      narrowed += !expected.isEmpty() && expected.size() < all.size() ? 1 : 0;
    }
    assertThat(narrowed).isGreaterThan(FILTERS / 10);
  }

  @Test
  void whatAFilterMayDemandIsBounded() {
    Map<String, Object> leaf = Map.of("sequence", Map.of("gt", 0));
    assertThat(page(Map.of("or", Collections.nCopies(49, leaf)))).isNotEmpty();
    assertThatThrownBy(() -> page(Map.of("or", Collections.nCopies(51, leaf))))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessage("filter.or.50.sequence: expected at most 50 conditions in all, found more");
    Map<String, Object> further = leaf;
    for (int hop = 0; hop < 5; hop++) {
      further = Map.of("previous", further);
    }
    Map<String, Object> far = further;
    assertThatThrownBy(() -> page(far))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessageContaining("expected at most 4 objects after each other, found more");
    assertThatThrownBy(
            () -> page(Map.of("status", Map.of("in", Collections.nCopies(101, "FAILED")))))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessage("filter.status.in: expected at most 100 values, found 101");
    assertThatThrownBy(() -> page(Map.of("reason", Map.of("contains", "x".repeat(1_001)))))
        .isInstanceOf(GraphModelException.InvalidArgument.class)
        .hasMessage("filter.reason.contains: expected at most 1000 characters, found 1001");
  }

  @Test
  void belowAMomentThatIsAskedAboutAFilterIsOfThatMoment() {
    Map<String, Object> then = Map.of("id", FOURTH, "asOf", LATER);
    List<Row> all = shipped(then, Map.of());
    assertThat(all).isNotEmpty();
    assertThat(shipped(then, shippedBy("FAILED", "RUNNING", "SUCCEEDED"))).hasSameSizeAs(all);
    assertThat(shipped(then, shippedBy("EXPIRED"))).isEmpty();
    assertThat(shipped(then, Map.of("not", shippedBy("EXPIRED")))).hasSameSizeAs(all);
  }

  private static Map<String, Object> shippedBy(String... statuses) {
    return Map.of("shippedBy", Map.of("some", Map.of("status", Map.of("in", List.of(statuses)))));
  }

  private List<Row> shipped(Map<String, Object> arguments, Map<String, Object> filter) {
    Row deployment =
        row(
            queries.fetch(
                with(
                    arguments,
                    "deployment",
                    new Selection(
                        "shipped",
                        "shipped",
                        Map.of("first", 100, "filter", filter),
                        Set.of(),
                        List.of(Selection.of("nodes", Selection.of("sha")))))));
    return rows(row(deployment.get("shipped")).get("nodes"));
  }

  private List<Row> page(Map<String, Object> filter) {
    Row connection =
        row(
            queries.fetch(
                with(
                    Map.of("first", 100, "filter", filter),
                    "deployments",
                    new Selection("nodes", "nodes", Map.of(), Set.of(), below("Deployment")))));
    return rows(connection.get("nodes"));
  }

  private static List<Selection> below(String type) {
    List<Selection> selected = new ArrayList<>();
    Kind kind = kind(type);
    kind.values.keySet().forEach(name -> selected.add(Selection.of(name)));
    if (type.equals("Deployment")) {
      selected.add(Selection.of("deploymentId"));
    }
    kind.ones.forEach(
        (name, other) -> selected.add(new Selection(name, name, Map.of(), Set.of(), below(other))));
    kind.lists.forEach(
        (name, other) ->
            selected.add(
                name.equals("shipped")
                    ? new Selection(
                        name,
                        name,
                        Map.of("first", 100),
                        Set.of(),
                        List.of(new Selection("nodes", "nodes", Map.of(), Set.of(), below(other))))
                    : new Selection(name, name, Map.of(), Set.of(), below(other))));
    return selected;
  }

  private static Kind kind(String type) {
    return Objects.requireNonNull(KINDS.get(type));
  }

  private static List<Row> list(Row object, String name) {
    return name.equals("shipped")
        ? rows(row(object.get(name)).get("nodes"))
        : rows(object.get(name));
  }

  private static Map<String, Object> filter(String type, List<Row> seen, Random random, int depth) {
    Map<String, Object> filter = new LinkedHashMap<>();
    Kind kind = kind(type);
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      int choice = random.nextInt(8);
      if (choice == 0 && depth > 0) {
        filter.put("not", filter(type, seen, random, depth - 1));
      } else if (choice <= 2 && depth > 0) {
        List<Object> choices = new ArrayList<>();
        int many = random.nextInt(4);
        for (int j = 0; j < many; j++) {
          choices.add(filter(type, seen, random, depth - 1));
        }
        filter.put(choice == 1 ? "or" : "and", choices);
      } else if (choice == 3 && !kind.ones.isEmpty()) {
        String name = any(kind.ones.keySet(), random);
        List<Row> others =
            seen.stream().map(each -> (Row) each.get(name)).filter(Objects::nonNull).toList();
        filter.put(
            name, filter(Objects.requireNonNull(kind.ones.get(name)), others, random, depth - 1));
      } else if (choice == 4 && !kind.lists.isEmpty()) {
        String name = any(kind.lists.keySet(), random);
        List<Row> others = seen.stream().flatMap(each -> list(each, name).stream()).toList();
        filter.put(
            name,
            Map.of(
                any(Set.of("some", "every", "none"), random),
                filter(Objects.requireNonNull(kind.lists.get(name)), others, random, depth - 1)));
      } else {
        String name = any(kind.values.keySet(), random);
        String comparison = Objects.requireNonNull(kind.values.get(name));
        List<Object> values =
            seen.stream()
                .<@Nullable Object>map(each -> each.get(name))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        filter.put(name, compared(comparison, values, random));
      }
    }
    return filter;
  }

  private static Map<String, Object> compared(
      String comparison, List<Object> values, Random random) {
    String operator = any(Set.copyOf(Objects.requireNonNull(OPERATORS.get(comparison))), random);
    if (operator.equals("exists") || values.isEmpty()) {
      return comparison.equals("enum")
          ? Map.of("in", List.of())
          : Map.of("exists", random.nextBoolean());
    }
    Object value = values.get(random.nextInt(values.size()));
    return Map.of(
        operator,
        switch (operator) {
          case "in" -> List.of(value, values.get(random.nextInt(values.size())));
          case "contains" -> String.valueOf(value).substring(1);
          case "startsWith" -> String.valueOf(value).substring(0, 2);
          default -> comparison.equals("moment") ? Instant.ofEpochMilli((Long) value) : value;
        });
  }

  private static String any(Set<String> names, Random random) {
    List<String> sorted = names.stream().sorted().toList();
    return sorted.get(random.nextInt(sorted.size()));
  }

  private static boolean holds(String type, Row object, Map<?, ?> filter) {
    return filter.entrySet().stream()
        .allMatch(
            entry ->
                holds(
                    type,
                    object,
                    String.valueOf(entry.getKey()),
                    Objects.requireNonNull(entry.getValue())));
  }

  private static boolean holds(String type, Row object, String name, Object given) {
    Kind kind = kind(type);
    if (name.equals("not")) {
      return !holds(type, object, (Map<?, ?>) given);
    }
    if (given instanceof List<?> filters) {
      return name.equals("or")
          ? filters.stream().anyMatch(each -> holds(type, object, (Map<?, ?>) each))
          : filters.stream().allMatch(each -> holds(type, object, (Map<?, ?>) each));
    }
    Map<?, ?> demanded = (Map<?, ?>) given;
    String one = kind.ones.get(name);
    if (one != null) {
      Row other = (Row) object.get(name);
      return other != null && holds(one, other, demanded);
    }
    String many = kind.lists.get(name);
    if (many != null) {
      Map.Entry<?, ?> quantified = demanded.entrySet().iterator().next();
      BiPredicate<Row, Object> match = (each, below) -> holds(many, each, (Map<?, ?>) below);
      List<Row> others = list(object, name);
      Object below = Objects.requireNonNull(quantified.getValue());
      return switch (String.valueOf(quantified.getKey())) {
        case "some" -> others.stream().anyMatch(each -> match.test(each, below));
        case "every" -> others.stream().allMatch(each -> match.test(each, below));
        default -> others.stream().noneMatch(each -> match.test(each, below));
      };
    }
    return demanded.entrySet().stream()
        .allMatch(
            entry ->
                compares(
                    object.get(name),
                    String.valueOf(entry.getKey()),
                    Objects.requireNonNull(entry.getValue())));
  }

  private static boolean compares(@Nullable Object value, String operator, Object operand) {
    if (operator.equals("exists")) {
      return (value != null) == (Boolean) operand;
    }
    if (value == null) {
      return false;
    }
    return switch (operator) {
      case "eq" -> value.equals(operand);
      case "in" -> ((List<?>) operand).contains(value);
      case "contains" -> value.toString().contains(operand.toString());
      case "startsWith" -> value.toString().startsWith(operand.toString());
      case "gt" -> order(value, operand) > 0;
      case "gte" -> order(value, operand) >= 0;
      case "lt" -> order(value, operand) < 0;
      default -> order(value, operand) <= 0;
    };
  }

  private static int order(Object value, Object operand) {
    double other =
        operand instanceof Instant moment
            ? moment.toEpochMilli()
            : ((Number) operand).doubleValue();
    return Double.compare(((Number) value).doubleValue(), other);
  }
}
