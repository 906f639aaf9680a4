package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.error.GatewayException;
import graphql.GraphQLException;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ObjectTypeExtensionDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The schema in SDL and the code behind it: the seam between how requests come in and how they are
/// answered. Whoever answers fields builds a {@link RuntimeWiring} and hands it to {@link
/// #published}.
public record SchemaWiring(TypeDefinitionRegistry types, RuntimeWiring code) {
  private static final String PUBLISHED = "com/caiatech/afdp/schemas/graphql/schema.graphqls";

  /// The schema that the module `schemas` publishes, answered by the given code.
  public static SchemaWiring published(RuntimeWiring code) {
    ClassLoader loader = SchemaWiring.class.getClassLoader();
    try (InputStream sdl = loader.getResourceAsStream(PUBLISHED)) {
      if (sdl == null) {
        throw new GatewayException.StartFault(
            "reading the GraphQL schema: expected the resource " + PUBLISHED + ", found none");
      }
      return of(new String(sdl.readAllBytes(), StandardCharsets.UTF_8), code);
    } catch (IOException unreadable) {
      throw new GatewayException.StartFault(
          "reading the GraphQL schema " + PUBLISHED + " failed", unreadable);
    }
  }

  /// A schema in SDL, answered by the given code.
  public static SchemaWiring of(String sdl, RuntimeWiring code) {
    return new SchemaWiring(new SchemaParser().parse(sdl), code);
  }

  /// The schema, ready to execute. No field is read by reflection: each needs code of its own.
  ///
  /// @throws GatewayException.StartFault naming every field without code and all code without field
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
      for (String field : fields(type)) {
        if (!coded.contains(field) && code.getDefaultDataFetcherForType(type) == null) {
          gaps.add("the field " + type + "." + field + " has no code");
        }
      }
    }
    for (String type : List.copyOf(code.getDataFetchers().keySet())) {
      Set<String> published = fields(type);
      for (String field : code.getDataFetchersForType(type).keySet()) {
        if (!published.contains(field)) {
          gaps.add("the code for " + type + "." + field + " has no field");
        }
      }
    }
    return gaps;
  }

  private Set<String> fields(String type) {
    ObjectTypeDefinition definition = types.getTypeOrNull(type, ObjectTypeDefinition.class);
    List<ObjectTypeExtensionDefinition> extensions =
        types.objectTypeExtensions().getOrDefault(type, List.of());
    return Stream.concat(Stream.ofNullable(definition), extensions.stream())
        .flatMap(part -> part.getFieldDefinitions().stream())
        .map(FieldDefinition::getName)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
