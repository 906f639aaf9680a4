package com.caiatech.afdp.graphmodel.change;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The type of a change in a change log, as the GraphQL enumeration of that name has it, in the
/// order in which a change log tells them.
///
/// A commit that says that it reverts another is a REVERT; else its type as Conventional Commits
/// 1.0.0 has it decides, where it is one of those here, and a scope such as `deps` goes before it;
/// a merge without one is a MERGE. Of all others the files decide: one that touches code, or
/// nothing, is OTHER; else the first of {@link #BY_FILES} whose kind of file it touches.
public enum ChangeType {
  FEATURE("feat feature"),
  FIX("fix bugfix hotfix"),
  PERFORMANCE("perf"),
  REFACTORING("refactor"),
  REVERT("revert"),
  MIGRATION("migration"),
  DEPENDENCIES("deps"),
  CONFIGURATION("config"),
  INFRASTRUCTURE("infra"),
  DOCUMENTATION("docs doc"),
  TEST("test tests"),
  BUILD("build ci"),
  CHORE("chore style"),
  MERGE(""),
  OTHER("");

  /// The kinds of files that decide, each of which is the name of a type, too.
  private static final List<FileKind> BY_FILES =
      List.of(
          FileKind.MIGRATION,
          FileKind.INFRASTRUCTURE,
          FileKind.DEPENDENCIES,
          FileKind.CONFIGURATION,
          FileKind.TEST,
          FileKind.DOCUMENTATION);

  private static final Set<String> OF_DEPENDENCIES = Set.of("deps", "deps-dev", "dependencies");
  private static final Map<String, Object> RULES = rules();

  private final String words;

  /// @param words types of messages, with a space between them
  ChangeType(String words) {
    this.words = words;
  }

  /// The rules as the value of a parameter: `types` by the word of a message, the `scopes` of
  /// dependencies, the `kinds` of files that decide, and the `order` of all types.
  static Map<String, Object> asParameter() {
    return RULES;
  }

  private static Map<String, Object> rules() {
    Map<String, String> types = new HashMap<>();
    for (ChangeType type : values()) {
      if (!type.words.isEmpty()) {
        for (String word : type.words.split(" ", -1)) {
          types.put(word, type.name());
        }
      }
    }
    return Map.of(
        "types", Collections.unmodifiableMap(types),
        "scopes", OF_DEPENDENCIES.stream().sorted().toList(),
        "kinds", BY_FILES.stream().map(kind -> valueOf(kind.name()).name()).toList(),
        "order", Arrays.stream(values()).map(Enum::name).toList());
  }
}
