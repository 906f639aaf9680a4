package com.caiatech.afdp.schemas.descriptor;

import java.util.List;

/// What a descriptor's bytes turned out to be.
public sealed interface ParsedDescriptor {
  /// A descriptor with its defaults filled in.
  record Valid(Descriptor descriptor) implements ParsedDescriptor {}

  /// Bytes that are no descriptor.
  ///
  /// @param problems all that were found, at least one, in the file's order
  record Invalid(List<DescriptorProblem> problems) implements ParsedDescriptor {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
