package com.caiatech.afdp.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.cost.PricedOperation;
import com.caiatech.afdp.gateway.cost.PublishedPrices;
import com.caiatech.afdp.infra.Afdp;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.ValidationError;
import graphql.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whether the documents of the command line are valid, and what they cost at most, against what a
/// gateway takes.
class DocumentCostTest {
  private static final int BUDGET = LimitConfiguration.DEFAULTS.maxCost();
  private static final int NESTING = LimitConfiguration.DEFAULTS.maxNesting();

  private static GraphQLSchema schema;

  @BeforeAll
  static void readSchema() throws IOException {
    try (InputStream sdl =
        DocumentCostTest.class.getResourceAsStream(
            "/com/caiatech/afdp/schemas/graphql/schema.graphqls")) {
      String text = new String(Objects.requireNonNull(sdl).readAllBytes(), StandardCharsets.UTF_8);
      schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(text));
    }
  }

  @Test
  void everyDocumentThatIsWrittenDownIsValidAndLeavesAMarginOfFive() throws Exception {
    Map<String, Long> costs = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackagesOf(Afdp.class)) {
      for (Field field : type.reflect().getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType().equals(String.class)) {
          field.setAccessible(true);
          String text = (String) field.get(null);
          if (isDocument(text)) {
            String name = type.getSimpleName() + "." + field.getName();
            assertThat(validationErrors(text)).as(name).isEmpty();
            costs.put(name, cost(text));
            assertThat(nesting(text)).as(name).isLessThan(NESTING / 3);
          }
        }
      }
    }
    assertThat(costs).hasSizeGreaterThan(15).containsKey("TraceReport.QUERY");
    assertThat(costs.values()).allSatisfy(cost -> assertThat(cost).isLessThan(BUDGET / 5));
  }

  @Test
  void whatTheStatusOfAHundredServicesAsksForDoesSo() {
    String names =
        IntStream.range(0, 100)
            .mapToObj("{\"name\": \"service-%d\"}"::formatted)
            .collect(Collectors.joining(", ", "{\"nodes\": [", "]}"));
    TreeMap<String, Long> costs = new TreeMap<>();
    var _ =
        StatusReader.read(
            (document, variables) -> {
              costs.put(document, cost(document));
              return answer("{\"services\": %s, \"environments\": %s}".formatted(names, names));
            });
    assertThat(costs).hasSizeGreaterThan(4);
    assertThat(costs.values()).allSatisfy(cost -> assertThat(cost).isLessThan(BUDGET / 5));
  }

  private static JsonNode answer(String json) {
    try {
      return JsonMapper.builder().build().readTree(json);
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static boolean isDocument(String text) {
    return text != null
        && text.strip().matches("(?s)(query|mutation|subscription)\\b.*")
        && parses(text);
  }

  private static boolean parses(String text) {
    try {
      return !new Parser().parseDocument(text).getDefinitions().isEmpty();
    } catch (InvalidSyntaxException template) {
      return false; // it has places that are filled when it is asked
    }
  }

  private static List<ValidationError> validationErrors(String document) {
    return new Validator()
        .validateDocument(schema, new Parser().parseDocument(document), Locale.ENGLISH);
  }

  private static long cost(String document) {
    return most(document, operation -> operation.requested(Map.of("first", 100)));
  }

  private static long nesting(String document) {
    return most(document, PricedOperation::nesting);
  }

  private static long most(String document, ToLongFunction<PricedOperation> measure) {
    return PricedOperation.all(new Parser().parseDocument(document), schema, PublishedPrices.all())
        .values()
        .stream()
        .mapToLong(measure)
        .max()
        .orElseThrow();
  }
}
