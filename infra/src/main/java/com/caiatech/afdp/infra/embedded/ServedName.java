package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.state.StateLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A repository as the Git server names it; the webhook's `full_name` is the same.
///
/// @param root which of the two roots it lies under
/// @param name its name there, without `.git`
public record ServedName(Root root, String name) {
  /// What a root allows.
  public enum Root {
    /// Read-only: only the ledger writer moves these refs.
    LEDGERS("ledgers"),
    /// Read-write: source repositories that users push to.
    REPOSITORIES("repositories");

    private final String folder;

    Root(String folder) {
      this.folder = folder;
    }

    /// The first part of the path.
    public String folder() {
      return folder;
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern PATH =
      Pattern.compile("/?(ledgers|repositories)/(" + NAME.pattern() + ")\\.git/?");

  public ServedName {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "served repository: expected a name like 'checkout' ("
              + NAME
              + "), found '"
              + name
              + "'");
    }
  }

  /// The name in a path that a client asks for; empty for everything that is not served.
  static Optional<ServedName> ofPath(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches()
        ? Optional.of(
            new ServedName(
                matcher.group(1).equals(Root.LEDGERS.folder) ? Root.LEDGERS : Root.REPOSITORIES,
                matcher.group(2)))
        : Optional.empty();
  }

  /// `ledgers/<volume>` or `repositories/<name>`.
  public String fullName() {
    return root.folder + "/" + name;
  }

  /// The bare repository in the state folder.
  public Path folder(StateLayout layout) {
    return switch (root) {
      case LEDGERS -> layout.ledger(name);
      case REPOSITORIES -> layout.repository(name);
    };
  }
}
