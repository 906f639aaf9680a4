package com.caiatech.afdp.gateway.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.caiatech.afdp.gateway.cost.PublishedPrices;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.graphmodel.query.catalogue.Catalogue;
import com.caiatech.afdp.schemas.testing.Golden;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputValueDefinition;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.SchemaPrinter;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The API as clients see it, its types and fields sorted by name.
class PublishedSchemaTest {
  private static final RuntimeWiring NO_CODE = RuntimeWiring.newRuntimeWiring().build();

  @Test
  void thePublishedSchemaIsGolden() throws IOException {
    Golden.check("schema.graphqls", printed());
  }

  @Test
  void whatIsPublishedIsWhatTheCatalogueOfTheGraphTakes() throws IOException {
    assertThat(argumentGaps("", "")).isEmpty();
    assertThat(argumentGaps("input CommitFilter {", "input CommitFilter { invented: Int"))
        .containsExactly("the field invented of CommitFilter has no code");
    assertThat(argumentGaps("  sha: StringCondition\n", ""))
        .containsExactly("the code for CommitFilter takes sha, which is no field");
    assertThat(
            argumentGaps(
                "shipped(\n    first: Int\n    after: String\n", "shipped(\n    first: Int\n"))
        .containsExactly(
            "the code for AssertedDeployment.shipped takes after, which is no argument",
            "the code for Deployment.shipped takes after, which is no argument",
            "the code for SourceDifference.shipped takes after, which is no argument");
    assertThat(argumentGaps("input CommitOrder {", "input CommitOrder { invented: Int"))
        .containsExactly("the field invented of CommitOrder has no code");
    assertThat(argumentGaps("approvals: [", "approvals(atLeast: [ConsistencyToken!], by: ID): ["))
        .containsExactly(
            "the argument atLeast of Deployment.approvals has no code",
            "the argument by of Deployment.approvals has no code");
    assertThat(argumentGaps("graphDigest:", "graphDigest(asOf: DateTime):"))
        .containsExactly("the argument asOf of Query.graphDigest has no code");
    assertThat(argumentGaps("node(id: ID!", "node(id: ID!, type: String"))
        .containsExactly("the argument type of Query.node has no code");
    assertThat(argumentGaps("edges: [CommitEdge!]!", "edges(odd: Boolean): [CommitEdge!]!"))
        .containsExactly("the argument odd of CommitConnection.edges has no code");
  }

  @Test
  void theOrdersThatArePublishedAreThoseOfTheCatalogue() throws IOException {
    TypeDefinitionRegistry types = new SchemaParser().parse(sdl());
    Map<String, Set<String>> published =
        types.getTypes(EnumTypeDefinition.class).stream()
            .filter(type -> type.getName().endsWith("OrderField"))
            .collect(
                Collectors.toMap(
                    type -> type.getName().replace("OrderField", ""),
                    type ->
                        type.getEnumValueDefinitions().stream()
                            .map(EnumValueDefinition::getName)
                            .collect(Collectors.toSet())));
    assertThat(published).hasSizeGreaterThan(5);
    published.forEach(
        (type, fields) ->
            assertThat(Catalogue.standard().orders(type)).as(type).containsOnlyKeys(fields));
  }

  @Test
  void everyFieldThatIsPublishedHasAPrice() throws IOException {
    assertThat(priceGaps("", "")).isEmpty();
    String next = "\n\"How a step ended.\"";
    assertThat(priceGaps(next, "\nextend type Step { odd: Int }" + next))
        .containsExactly("the field Step.odd has no price");
  }

  @Test
  void everyOperationIsDescribedWithAnExampleThatIsOne() {
    GraphQLSchema schema = schema();
    List<String> wrong = new ArrayList<>();
    for (String type : List.of("Query", "Mutation", "Subscription")) {
      for (GraphQLFieldDefinition field :
          Objects.requireNonNull(schema.getObjectType(type)).getFieldDefinitions()) {
        String example = example(String.valueOf(field.getDescription()));
        if (!example.startsWith(field.getName())
            || !isValid(schema, type.toLowerCase(Locale.ROOT) + " { " + example + " }")) {
          wrong.add(field.getName() + ": " + example);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isValid(GraphQLSchema schema, String document) {
    return new Validator()
        .validateDocument(schema, new Parser().parseDocument(document), Locale.ENGLISH)
        .isEmpty();
  }

  @Test
  void everyTextThatIsGivenHasAnExample() {
    List<String> without = new ArrayList<>();
    for (GraphQLNamedType type : schema().getAllTypesAsList()) {
      if (type instanceof GraphQLObjectType object && !object.getName().startsWith("__")) {
        for (GraphQLFieldDefinition field : object.getFieldDefinitions()) {
          addTexts(without, object.getName() + "." + field.getName(), field.getArguments());
        }
      }
      if (type instanceof GraphQLInputObjectType input && input.getName().endsWith("Input")) {
        addTexts(without, input.getName(), input.getFieldDefinitions());
      }
    }
    assertThat(without).isEmpty();
  }

  /// Those that are texts and described without an example.
  private static void addTexts(
      List<String> without, String of, List<? extends GraphQLInputValueDefinition> inputs) {
    for (GraphQLInputValueDefinition input : inputs) {
      String type = GraphQLTypeUtil.unwrapAll(input.getType()).getName();
      if ((type.equals("String") || type.equals("ID"))
          && !String.valueOf(input.getDescription()).contains("`")) {
        without.add(of + "." + input.getName());
      }
    }
  }

  /// What stands in code behind the words that announce it.
  private static String example(String description) {
    Matcher found = Pattern.compile("or\\s+example\\s+`([^`]+)`").matcher(description);
    return found.find() ? found.group(1) : "";
  }

  private static List<String> priceGaps(String part, String changed) throws IOException {
    return gaps(part, changed).filter(gap -> gap.contains("price")).toList();
  }

  /// What is said of arguments when the published schema is changed so.
  private static List<String> argumentGaps(String part, String changed) throws IOException {
    return gaps(part, changed)
        .filter(gap -> gap.contains("argument") || gap.contains("Filter") || gap.contains("Order"))
        .toList();
  }

  private static Stream<String> gaps(String part, String changed) throws IOException {
    String sdl = sdl();
    assertThat(sdl).contains(part);
    SchemaWiring wiring =
        SchemaWiring.of(
            sdl.replace(part, changed),
            NO_CODE,
            Catalogue.standard().argumentsByType(),
            PublishedPrices.all());
    GatewayException.StartFault refused =
        catchThrowableOfType(GatewayException.StartFault.class, wiring::executable);
    return String.valueOf(refused.getMessage())
        .lines()
        .flatMap(line -> Stream.of(line.split("; ", -1)));
  }

  private static String sdl() throws IOException {
    try (InputStream published =
        PublishedSchemaTest.class.getResourceAsStream("/" + SchemaWiring.PUBLISHED)) {
      return new String(Objects.requireNonNull(published).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static GraphQLSchema schema() {
    return UnExecutableSchemaGenerator.makeUnExecutableSchema(
        SchemaWiring.published(NO_CODE, Map.of()).types());
  }

  private static String printed() {
    return new SchemaPrinter(
            SchemaPrinter.Options.defaultOptions()
                .includeScalarTypes(true)
                .includeDirectiveDefinitions(false))
        .print(schema());
  }
}
