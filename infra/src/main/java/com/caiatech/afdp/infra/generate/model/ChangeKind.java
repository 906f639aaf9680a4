package com.caiatech.afdp.infra.generate.model;

import java.util.Arrays;
import java.util.List;

/// What a commit is about.
public enum ChangeKind {
  FEATURE(0.30, 0.0, "feat"),
  FIX(0.17, 0.2, "fix"),
  REFACTOR(0.13, 0.1, "refactor"),
  TEST(0.10, -3.0, "test"),
  DOCUMENTATION(0.11, -4.0, "docs"),
  CONFIGURATION(0.08, 2.0, "config"),
  DEPENDENCY(0.05, 2.2, "build"),
  MIGRATION(0.03, 0.6, "feat"),
  INFRASTRUCTURE(0.03, 1.2, "ci"),
  /// Made where something has to be taken back, never by itself.
  REVERT(0, -1.0, "revert");

  private final double share;
  private final double weight;
  private final String type;

  ChangeKind(double share, double weight, String type) {
    this.share = share;
    this.weight = weight;
    this.type = type;
  }

  /// What it adds to the logit of a fault.
  double weight() {
    return weight;
  }

  /// As Conventional Commits name it.
  String type() {
    return type;
  }

  List<String> verbs() {
    return switch (this) {
      case FEATURE -> List.of("Add", "Support", "Allow", "Show");
      case FIX -> List.of("Fix", "Correct", "Guard", "Handle");
      case REFACTOR -> List.of("Simplify", "Extract", "Rename", "Inline");
      case TEST -> List.of("Test", "Cover");
      case DOCUMENTATION -> List.of("Describe", "Explain", "Document");
      case CONFIGURATION -> List.of("Tune", "Raise", "Lower", "Switch");
      case DEPENDENCY -> List.of("Bump", "Update");
      case MIGRATION -> List.of("Migrate", "Split", "Index");
      case INFRASTRUCTURE -> List.of("Provision", "Resize", "Move");
      case REVERT -> List.of("Revert");
    };
  }

  static ChangeKind by(double share) {
    double left = share;
    for (ChangeKind kind : values()) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    return Arrays.asList(values()).getFirst();
  }
}
