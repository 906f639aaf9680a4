package com.caiatech.afdp.schemas.descriptor;

/// One thing that is wrong in a descriptor, and where.
///
/// @param file as the caller named it
/// @param line counts from 1
/// @param column counts from 1
/// @param field the way to the value, such as `run.replicas` or `checks.post[0].path`; empty for
///   the file as a whole
/// @param expected what would be right
/// @param found what stands there
public record DescriptorProblem(
    String file, int line, int column, String field, String expected, String found) {
  /// The problem as one line: `afdp.yaml:7:3: run.replicas: expected …, found …`.
  public String text() {
    return "%s:%d:%d: %sexpected %s, found %s"
        .formatted(file, line, column, field.isEmpty() ? "" : field + ": ", expected, found);
  }

  @Override
  public String toString() {
    return text();
  }
}
