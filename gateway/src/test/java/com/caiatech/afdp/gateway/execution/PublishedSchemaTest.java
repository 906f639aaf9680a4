package com.caiatech.afdp.gateway.execution;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaPrinter;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The API as clients see it, its types and fields sorted by name. To accept another one after a
/// deliberate change, delete the golden file and run the test once.
class PublishedSchemaTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/schema.graphqls");

  @Test
  void thePublishedSchemaIsGolden() throws IOException {
    String found = printed();
    if (!Files.exists(GOLDEN)) {
      Files.createDirectories(Objects.requireNonNull(GOLDEN.getParent()));
      Files.writeString(GOLDEN, found);
    }
    assertThat(found)
        .as("the API; if it was meant to change, delete %s and run this test once", GOLDEN)
        .isEqualTo(Files.readString(GOLDEN));
  }

  private static String printed() {
    GraphQLSchema schema =
        UnExecutableSchemaGenerator.makeUnExecutableSchema(
            SchemaWiring.published(RuntimeWiring.newRuntimeWiring().build()).types());
    return new SchemaPrinter(
            SchemaPrinter.Options.defaultOptions()
                .includeScalarTypes(true)
                .includeDirectiveDefinitions(false))
        .print(schema);
  }
}
