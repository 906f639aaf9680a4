package com.caiatech.afdp.schemas.json;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.SchemasException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One way in which a document breaks its JSON Schema, or is not what a Java type is made of.
///
/// @param pointer the JSON pointer (RFC 6901) of the value; empty for the whole document
/// @param message what was expected and what was found, in English
public record SchemaProblem(String pointer, String message) implements Comparable<SchemaProblem> {
  private static final int LONGEST_VALUE = 100;

  /// Why Jackson makes no value of a document, without the names of Java types and of Jackson's
  /// settings. What our own types refuse is said in their words.
  public static SchemaProblem of(JsonProcessingException refused) {
    return refused instanceof JsonMappingException mapping
        ? new SchemaProblem(pointer(mapping), message(mapping))
        : new SchemaProblem("", refused.getOriginalMessage());
  }

  private static String pointer(JsonMappingException refused) {
    return refused.getPath().stream()
        .map(
            step ->
                "/"
                    + (step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getFieldName().replace("~", "~0").replace("/", "~1")))
        .collect(Collectors.joining());
  }

  private static String message(JsonMappingException refused) {
    Throwable cause = refused.getCause();
    if (cause instanceof IllegalArgumentException || cause instanceof SchemasException) {
      return String.valueOf(cause.getMessage());
    }
    return switch (refused) {
      case PropertyBindingException _ -> "expected no member of that name, found one";
      case ValueInstantiationException _ ->
          "expected an object with all its members, found one that lacks some";
      case InvalidFormatException wrong ->
          "expected %s, found '%s'"
              .formatted(
                  expected(wrong.getTargetType()),
                  Excerpt.of(String.valueOf(wrong.getValue()), LONGEST_VALUE));
      case MismatchedInputException wrong ->
          "expected %s, found none or another kind of value"
              .formatted(expected(wrong.getTargetType()));
      default -> "expected a value that can be read, found another";
    };
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == null || type == String.class) {
      return "text";
    }
    if (type.isEnum()) {
      return "one of the values that the field can have";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "a value of the field's own kind";
  }

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
