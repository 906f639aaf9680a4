package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.git.UnreadableObject;
import org.jspecify.annotations.Nullable;

/// The first thing in a commit that is no addition of a plain file at a ledger's path.
final class StructureBroken extends Exception {
  private static final long serialVersionUID = 1L;
  private final ViolationKind kind;
  private final @Nullable String path;

  StructureBroken(ViolationKind kind, @Nullable String path, String message) {
    super(message);
    this.kind = kind;
    this.path = path;
  }

  StructureBroken(@Nullable String path, UnreadableObject unreadable) {
    super(unreadable.describe(), unreadable);
    this.kind = ViolationKind.of(unreadable.reason());
    this.path = path;
  }

  ViolationKind kind() {
    return kind;
  }

  /// The path that it is about, where it is one.
  @Nullable String path() {
    return path;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
