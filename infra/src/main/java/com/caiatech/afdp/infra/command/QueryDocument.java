package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.InfraException;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A document of GraphQL that somebody wrote, with one query.
///
/// @param variables the names of those that the query takes
record QueryDocument(String text, Set<String> variables) {
  /// What a gateway takes.
  static final int MAX_BYTES = 256 * 1024;

  /// The variable that says of which moment the answer is.
  static final String AS_OF = "asOf";

  private static final Path STANDARD_INPUT = Path.of("-");

  QueryDocument {
    variables = Set.copyOf(variables);
  }

  /// Reads the one in a file, or on standard input where that is `-`.
  ///
  /// @throws InfraException.WrongUsage when it cannot be read, or as {@link #read(String, String)}
  static QueryDocument read(Path file) {
    try (InputStream content =
        file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.readNBytes(MAX_BYTES + 1));
      return read(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), file.toString());
    } catch (CharacterCodingException malformed) {
      throw new InfraException.WrongUsage("%s: expected text in UTF-8".formatted(file));
    } catch (IOException unreadable) {
      throw new InfraException.WrongUsage(
          "%s: expected a file that can be read, or - for standard input (%s)"
              .formatted(file, unreadable.getClass().getSimpleName()));
    }
  }

  /// Reads it.
  ///
  /// @param place where it stands, for messages
  /// @throws InfraException.WrongUsage when it is no GraphQL, or anything but one query
  static QueryDocument read(String text, String place) {
    if (text.length() > MAX_BYTES) {
      throw new InfraException.WrongUsage(
          "%s: expected a query of at most %d bytes".formatted(place, MAX_BYTES));
    }
    Document document;
    try {
      document = new Parser().parseDocument(text);
    } catch (InvalidSyntaxException malformed) {
      throw new InfraException.WrongUsage(
          "%s: expected a query in GraphQL: %s".formatted(place, malformed.getMessage()));
    }
    List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
    if (operations.size() != 1) {
      throw new InfraException.WrongUsage(
          "%s: expected one query, found %d operations".formatted(place, operations.size()));
    }
    OperationDefinition operation = operations.getFirst();
    if (operation.getOperation() != OperationDefinition.Operation.QUERY) {
      throw new InfraException.WrongUsage(
          "%s: expected a query, found a %s; what changes something has a command of its own, and afdp get --watch follows a deployment"
              .formatted(place, operation.getOperation().name().toLowerCase(Locale.ROOT)));
    }
    return new QueryDocument(
        text,
        Set.copyOf(
            operation.getVariableDefinitions().stream().map(VariableDefinition::getName).toList()));
  }

  /// Refuses variables that the query has not: they would say nothing.
  void demandTaken(Set<String> given) {
    Set<String> unknown = new TreeSet<>(given);
    unknown.removeAll(variables);
    if (!unknown.isEmpty()) {
      throw new InfraException.WrongUsage(
          "the query has no variable %s; its variables: %s"
              .formatted(shown(unknown), variables.isEmpty() ? "none" : shown(variables)));
    }
  }

  private static String shown(Set<String> names) {
    return names.stream().sorted().map(name -> "$" + name).collect(Collectors.joining(", "));
  }
}
