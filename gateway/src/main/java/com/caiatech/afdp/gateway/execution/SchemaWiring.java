package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.cost.PriceList;
import com.caiatech.afdp.gateway.cost.PublishedPrices;
import com.caiatech.afdp.gateway.error.GatewayException;
import graphql.GraphQLException;
import graphql.language.FieldDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The schema in SDL and the code behind it: the seam between how requests come in and how they are
/// answered. Whoever answers fields builds a {@link RuntimeWiring} and hands it to {@link
/// #published}.
///
/// @param arguments what the code of each field takes, by type and field, where that is known: of a
///   type that is named here every argument is checked, and of an input object every field
/// @param prices what each field costs
/// @param planner finds what can be answered without asking the code of every field
public record SchemaWiring(
    TypeDefinitionRegistry types,
    RuntimeWiring code,
    Map<String, Map<String, Set<String>>> arguments,
    PriceList prices,
    Planner planner) {
  static final String PUBLISHED = "com/caiatech/afdp/schemas/graphql/schema.graphqls";

  public SchemaWiring {
    arguments = Map.copyOf(arguments);
  }

  /// The schema that the module `schemas` publishes, answered by the given code.
  public static SchemaWiring published(
      RuntimeWiring code, Map<String, Map<String, Set<String>>> arguments) {
    ClassLoader loader = SchemaWiring.class.getClassLoader();
    try (InputStream sdl = loader.getResourceAsStream(PUBLISHED)) {
      if (sdl == null) {
        throw new GatewayException.StartFault(
            "reading the GraphQL schema: expected the resource " + PUBLISHED + ", found none");
      }
      return of(
          new String(sdl.readAllBytes(), StandardCharsets.UTF_8),
          code,
          arguments,
          PublishedPrices.all());
    } catch (IOException unreadable) {
      throw new GatewayException.StartFault(
          "reading the GraphQL schema " + PUBLISHED + " failed", unreadable);
    }
  }

  /// A schema in SDL, answered by the given code.
  public static SchemaWiring of(
      String sdl,
      RuntimeWiring code,
      Map<String, Map<String, Set<String>>> arguments,
      PriceList prices) {
    TypeDefinitionRegistry types = new SchemaParser().parse(sdl);
    CommonDescriptions.addTo(types);
    return new SchemaWiring(types, code, arguments, prices, Planner.NONE);
  }

  /// The same, where some operations are answered by plans.
  public SchemaWiring planned(Planner by) {
    return new SchemaWiring(types, code, arguments, prices, by);
  }

  /// The schema, ready to execute. No field is read by reflection: each needs code of its own.
  ///
  /// @throws GatewayException.StartFault naming every field and argument without code, all code
  ///   without a field or an argument, every field without a price and every price without a field
  GraphQLSchema executable() {
    List<String> gaps = gaps();
    if (!gaps.isEmpty()) {
      throw new GatewayException.StartFault(
          "joining the GraphQL schema with its code: " + String.join("; ", gaps));
    }
    try {
      return new SchemaGenerator().makeExecutableSchema(types, code);
    } catch (GraphQLException contradiction) {
      throw new GatewayException.StartFault(
          "joining the GraphQL schema with its code: " + contradiction.getMessage(), contradiction);
    }
  }

  private List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    for (String type : new TreeSet<>(types.getTypesMap(ObjectTypeDefinition.class).keySet())) {
      Set<String> coded = code.getDataFetchersForType(type).keySet();
      for (String field : fields(type).keySet()) {
        if (!coded.contains(field) && code.getDefaultDataFetcherForType(type) == null) {
          gaps.add("the field " + type + "." + field + " has no code");
        }
      }
    }
    for (String type : List.copyOf(code.getDataFetchers().keySet())) {
      Set<String> published = fields(type).keySet();
      for (String field : code.getDataFetchersForType(type).keySet()) {
        if (!published.contains(field)) {
          gaps.add("the code for " + type + "." + field + " has no field");
        }
      }
    }
    new TreeMap<>(arguments)
        .forEach(
            (type, taken) -> {
              input(type).ifPresent(held -> addGaps(gaps, "field", type, held, taken.keySet()));
              fields(type)
                  .values()
                  .forEach(
                      field ->
                          addGaps(
                              gaps,
                              "argument",
                              type + "." + field.getName(),
                              published(field),
                              taken.getOrDefault(field.getName(), Set.of())));
            });
    addPriceGaps(gaps);
    return gaps;
  }

  private void addPriceGaps(List<String> gaps) {
    Set<String> shown = new TreeSet<>(types.getTypesMap(ObjectTypeDefinition.class).keySet());
    shown.addAll(types.getTypesMap(InterfaceTypeDefinition.class).keySet());
    for (String type : shown) {
      fields(type).keySet().stream()
          .filter(field -> !prices.fields(type).contains(field))
          .forEach(field -> gaps.add("the field " + type + "." + field + " has no price"));
    }
    for (String type : new TreeSet<>(prices.types())) {
      Set<String> published = fields(type).keySet();
      prices.fields(type).stream()
          .filter(field -> !published.contains(field))
          .sorted()
          .forEach(field -> gaps.add("the price of " + type + "." + field + " has no field"));
    }
  }

  private static void addGaps(
      List<String> gaps, String what, String field, Set<String> published, Set<String> taken) {
    published.stream()
        .filter(argument -> !taken.contains(argument))
        .forEach(
            argument -> gaps.add("the %s %s of %s has no code".formatted(what, argument, field)));
    taken.stream()
        .filter(argument -> !published.contains(argument))
        .forEach(
            argument ->
                gaps.add(
                    "the code for %s takes %s, which is no %s".formatted(field, argument, what)));
  }

  /// The names of the field's arguments; of one that is an input object about which nothing is
  /// known, those of what it may hold.
  private Set<String> published(FieldDefinition field) {
    Set<String> names = new LinkedHashSet<>();
    for (InputValueDefinition argument : field.getInputValueDefinitions()) {
      String type = TypeInfo.typeInfo(argument.getType()).getName();
      Optional<Set<String>> held = arguments.containsKey(type) ? Optional.empty() : input(type);
      held.orElse(Set.of()).forEach(name -> names.add(argument.getName() + "." + name));
      if (held.isEmpty()) {
        names.add(argument.getName());
      }
    }
    return names;
  }

  /// The names of the fields of an input object.
  private Optional<Set<String>> input(String type) {
    return Optional.ofNullable(types.getTypeOrNull(type, InputObjectTypeDefinition.class))
        .map(
            input ->
                Stream.concat(
                        Stream.of(input),
                        types.inputObjectTypeExtensions().getOrDefault(type, List.of()).stream())
                    .flatMap(part -> part.getInputValueDefinitions().stream())
                    .map(InputValueDefinition::getName)
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private Map<String, FieldDefinition> fields(String type) {
    return Stream.of(
            defined(types.getTypeOrNull(type, ObjectTypeDefinition.class)),
            defined(types.getTypeOrNull(type, InterfaceTypeDefinition.class)),
            types.objectTypeExtensions().getOrDefault(type, List.of()),
            types.interfaceTypeExtensions().getOrDefault(type, List.of()))
        .flatMap(List::stream)
        .flatMap(part -> part.getFieldDefinitions().stream())
        .collect(
            Collectors.toMap(
                FieldDefinition::getName, it -> it, (first, _) -> first, LinkedHashMap::new));
  }

  private static List<ImplementingTypeDefinition<?>> defined(
      @Nullable ImplementingTypeDefinition<?> definition) {
    return definition == null ? List.of() : List.of(definition);
  }
}
