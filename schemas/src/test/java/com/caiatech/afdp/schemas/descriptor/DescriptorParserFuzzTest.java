package com.caiatech.afdp.schemas.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

class DescriptorParserFuzzTest {
  @FuzzTest
  void anyBytesAreADescriptorOrHaveAProblem(byte[] content) {
    switch (DescriptorParser.parse(content)) {
      case ParsedDescriptor.Valid(Descriptor descriptor) ->
          assertThat(descriptor.run().command()).isNotEmpty();
      case ParsedDescriptor.Invalid(List<DescriptorProblem> problems) ->
          assertThat(problems).isNotEmpty();
    }
  }
}
