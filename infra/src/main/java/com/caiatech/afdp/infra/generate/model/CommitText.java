package com.caiatech.afdp.infra.generate.model;

import com.caiatech.afdp.infra.generate.model.Event.FileChange;
import java.util.List;
import java.util.Locale;

/// What the messages of commits say.
final class CommitText {
  private final Chance chance;
  private int issues = 100;
  private int requests = 1;

  CommitText(Chance chance) {
    this.chance = chance;
  }

  /// The message of a commit.
  ///
  /// @param conventional whether the repository follows Conventional Commits
  String message(
      ChangeKind kind, String component, List<FileChange> changes, boolean conventional) {
    String what = what(kind, changes);
    String subject =
        conventional
            ? "%s(%s): %s".formatted(kind.type(), component, lower(chance.of(kind.verbs())) + what)
            : chance.of(kind.verbs()) + what + " in " + component;
    String issue = chance.happens(0.35) ? " (SHOP-" + issues++ + ")" : "";
    return subject + issue + (chance.happens(0.2) ? "\n\n" + body(component) : "");
  }

  String merge(String component) {
    return "Merge pull request #%d from %s-%s"
        .formatted(requests++, component, lower(chance.of(Words.NOUNS)));
  }

  static String revert(String message) {
    return "Revert \"" + message.lines().findFirst().orElse("") + "\"";
  }

  /// What mends a fault; now and then it says no more than that.
  String fix(String component, String path, boolean conventional) {
    String thing = chance.happens(0.7) ? words(name(path)) : component;
    String subject = chance.of(List.of("stop", "guard", "correct", "restore")) + " " + thing;
    return conventional
        ? "fix(%s): %s".formatted(component, subject)
        : "Fix %s: %s".formatted(component, subject);
  }

  private String what(ChangeKind kind, List<FileChange> changes) {
    String first = name(changes.getFirst().path());
    return switch (kind) {
      case DEPENDENCY ->
          " %s from %d.%d to %d.%d"
              .formatted(
                  lower(chance.of(Words.NOUNS)) + "-client",
                  chance.between(1, 4),
                  chance.between(0, 9),
                  chance.between(4, 6),
                  chance.between(0, 9));
      case CONFIGURATION -> " the limits of " + words(first);
      case TEST -> " more of " + words(first.replaceAll("Test$", ""));
      case FEATURE, FIX, REFACTOR, DOCUMENTATION, MIGRATION, INFRASTRUCTURE, REVERT ->
          " " + words(first) + chance.of(List.of("", " limits", " by day", " for partners"));
    };
  }

  private String body(String component) {
    return chance.of(
        List.of(
            "It was asked for by support.",
            "Measured on the largest customer, nothing else changes.",
            "The old way stays for a while, see the notes of " + component + ".",
            "Follow-up of the last review."));
  }

  /// A file's name without folder and ending.
  static String name(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int dot = file.indexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  private static String words(String name) {
    return lower(name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").replaceAll("^V\\d+__", ""));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
