package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.Excerpt;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An object that is not read: whoever made it, or the repository, has to mend it. It is an
/// `IOException` so that it passes through JGit. A disk or a host that does not answer is another
/// one.
public final class UnreadableObject extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  /// Why it is not read.
  public enum Reason {
    /// The repository does not hold it.
    MISSING,
    /// Its bytes are not what its id, its type or its format says.
    BROKEN,
    /// It is beyond a limit.
    TOO_LARGE
  }

  private final Reason reason;

  UnreadableObject(Reason reason, String message) {
    this(reason, message, null);
  }

  UnreadableObject(Reason reason, String message, @Nullable Throwable cause) {
    super(Excerpt.of(message, LONGEST), cause);
    this.reason = reason;
  }

  /// Why it is not read.
  public Reason reason() {
    return reason;
  }

  /// What was expected and what was found.
  public String describe() {
    return String.valueOf(getMessage());
  }
}
