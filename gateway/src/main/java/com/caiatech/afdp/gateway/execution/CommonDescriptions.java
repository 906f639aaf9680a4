package com.caiatech.afdp.gateway.execution;

import com.caiatech.afdp.gateway.error.GatewayException;
import graphql.language.DescribedNode;
import graphql.language.Description;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeDefinition;
import graphql.language.UnionTypeDefinition;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Describes what a schema has in the same way in many places, such as arguments of lists, once for
/// all of them. What the schema describes itself stays; a field that an interface describes is
/// described so in every type that implements it.
final class CommonDescriptions {
  private static final String TEXTS = "descriptions.properties";

  private final TypeDefinitionRegistry types;
  private final Properties texts = new Properties();

  private CommonDescriptions(TypeDefinitionRegistry types) throws IOException {
    this.types = types;
    try (InputStream file = CommonDescriptions.class.getResourceAsStream(TEXTS)) {
      texts.load(new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8));
    }
  }

  /// Adds the descriptions that the types lack.
  static void addTo(TypeDefinitionRegistry types) {
    try {
      CommonDescriptions descriptions = new CommonDescriptions(types);
      for (TypeDefinition<?> bare : List.copyOf(types.types().values())) {
        types.remove(bare);
        types.add(descriptions.described(bare));
      }
    } catch (IOException unreadable) {
      throw new GatewayException.StartFault(
          "reading the descriptions " + TEXTS + " of the GraphQL schema failed", unreadable);
    }
  }

  private TypeDefinition<?> described(TypeDefinition<?> bare) {
    String name = bare.getName();
    Description own = bare instanceof DescribedNode<?> node ? node.getDescription() : null;
    Description said = text(own, name, "");
    return switch (bare) {
      case ObjectTypeDefinition type ->
          type.transform(
              it ->
                  it.description(said)
                      .fieldDefinitions(
                          fields(
                              name,
                              type.getFieldDefinitions(),
                              type.getImplements().stream()
                                  .map(implemented -> TypeInfo.typeInfo(implemented).getName())
                                  .toList())));
      case InterfaceTypeDefinition type ->
          type.transform(
              it ->
                  it.description(said)
                      .definitions(fields(name, type.getFieldDefinitions(), List.of())));
      case InputObjectTypeDefinition type ->
          type.transform(
              it ->
                  it.description(said)
                      .inputValueDefinitions(
                          type.getInputValueDefinitions().stream()
                              .map(value -> input(value, name, "." + value.getName()))
                              .toList()));
      case EnumTypeDefinition type ->
          type.transform(
              it ->
                  it.description(said)
                      .enumValueDefinitions(
                          type.getEnumValueDefinitions().stream()
                              .map(value -> value(name, value))
                              .toList()));
      case UnionTypeDefinition type -> type.transform(it -> it.description(said));
      default -> bare;
    };
  }

  private List<FieldDefinition> fields(
      String type, List<FieldDefinition> fields, List<String> interfaces) {
    return fields.stream()
        .map(
            field -> {
              Description own = field.getDescription();
              Description said =
                  text(
                      own == null ? inherited(field, interfaces) : own,
                      type,
                      "." + field.getName());
              return field.transform(
                  it ->
                      it.description(said)
                          .inputValueDefinitions(
                              field.getInputValueDefinitions().stream()
                                  .map(value -> input(value, "", "(" + value.getName() + ")"))
                                  .toList()));
            })
        .toList();
  }

  /// What an interface says of the field.
  private @Nullable Description inherited(FieldDefinition field, List<String> interfaces) {
    return interfaces.stream()
        .map(it -> types.getTypeOrNull(it, InterfaceTypeDefinition.class))
        .filter(Objects::nonNull)
        .flatMap(it -> it.getFieldDefinitions().stream())
        .filter(it -> it.getName().equals(field.getName()) && it.getDescription() != null)
        .map(FieldDefinition::getDescription)
        .findFirst()
        .orElse(null);
  }

  private InputValueDefinition input(InputValueDefinition bare, String type, String part) {
    return bare.transform(it -> it.description(text(bare.getDescription(), type, part)));
  }

  private EnumValueDefinition value(String type, EnumValueDefinition bare) {
    return bare.transform(
        it -> it.description(text(bare.getDescription(), type, "." + bare.getName())));
  }

  /// What is said of a type or a part of it: by the schema, or for the longest end of the type's
  /// name for which something is said of that part, or else of each part.
  private @Nullable Description text(@Nullable Description own, String type, String part) {
    if (own != null) {
      return own;
    }
    Stream<String> every = part.startsWith(".") ? ends(type, ".*") : Stream.empty();
    return Stream.concat(part.startsWith("(") ? Stream.of(part) : ends(type, part), every)
        .map(texts::getProperty)
        .filter(Objects::nonNull)
        .findFirst()
        .map(
            text -> new Description(text.replace("%s", part.replaceFirst("^\\.", "")), null, false))
        .orElse(null);
  }

  private static Stream<String> ends(String type, String part) {
    return IntStream.range(0, type.length()).mapToObj(from -> "*" + type.substring(from) + part);
  }
}
