package com.caiatech.afdp.schemas.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The path of a folder or file within a repository, from its root, such as `services/cart`: names
/// between single slashes, none of them `.` or `..`, no backslash and no control character, at most
/// 500 characters.
public record SourcePath(@JsonValue String value) implements Comparable<SourcePath> {
  private static final int LONGEST = 500;
  private static final String NAME = "(?!\\.{1,2}(?:/|$))[^/\\\\\\x00-\\x1f\\x7f]+";
  private static final Pattern PATH = Pattern.compile(NAME + "(?:/" + NAME + ")*");

  @JsonCreator
  public SourcePath {
    Ids.requireMatch("SourcePath", value, PATH);
    int length = value.codePointCount(0, value.length());
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "SourcePath: expected at most " + LONGEST + " characters, found " + length);
    }
  }

  /// The path of a file in this folder.
  ///
  /// @param file its name
  public String resolve(String file) {
    return value + "/" + file;
  }

  @Override
  public int compareTo(SourcePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
