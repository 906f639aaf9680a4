package com.caiatech.afdp.schemas.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;

class DescriptorParserFuzzTest {
  private static final int MAX_BYTES = DescriptorParser.MAX_BYTES + 1;
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static Schema schema;

  @BeforeAll
  static void readTheSchemaForEditors() throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(
            DescriptorParser.class
                .getClassLoader()
                .getResourceAsStream(DescriptorParser.SCHEMA_RESOURCE))) {
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(new ObjectMapper().readTree(resource));
    }
  }

  @FuzzTest
  void aDescriptorIsOneForEditorsTooAndWhatIsNoneHasProblemsInOrder(byte[] content)
      throws IOException {
    if (content.length > MAX_BYTES) {
      return;
    }
    ParsedDescriptor parsed = DescriptorParser.parse(content);
    assertThat(DescriptorParser.parse(content)).isEqualTo(parsed);
    switch (parsed) {
      case ParsedDescriptor.Valid(Descriptor descriptor) -> {
        assertThat(descriptor.run().command()).isNotEmpty();
        JsonNode tree = YAML.readTree(content);
        assertThat(schema.validate(tree)).isEmpty();
      }
      case ParsedDescriptor.Invalid(List<DescriptorProblem> problems) ->
          assertThat(problems)
              .isNotEmpty()
              .isSortedAccordingTo(
                  Comparator.comparingInt(DescriptorProblem::line)
                      .thenComparingInt(DescriptorProblem::column))
              .allSatisfy(problem -> assertThat(problem.text()).startsWith("afdp.yaml:"));
    }
  }
}
