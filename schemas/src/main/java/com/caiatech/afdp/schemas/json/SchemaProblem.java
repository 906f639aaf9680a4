package com.caiatech.afdp.schemas.json;

/// One way in which a document breaks its JSON Schema.
///
/// @param pointer the JSON pointer (RFC 6901) of the value; empty for the whole document
/// @param message what was expected and what was found, in English
public record SchemaProblem(String pointer, String message) implements Comparable<SchemaProblem> {
  @Override
  public int compareTo(SchemaProblem other) {
    int byPointer = pointer.compareTo(other.pointer);
    return byPointer != 0 ? byPointer : message.compareTo(other.message);
  }

  @Override
  public String toString() {
    return (pointer.isEmpty() ? "(document)" : pointer) + ": " + message;
  }
}
