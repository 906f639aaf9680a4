package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.SchemasException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file (JSON) by which the webhook function, which has neither ledgers nor the graph, knows
/// the repositories that were registered by mutation.
///
/// It is a hint: who changes it can make a delivery be taken for one of a repository's, or for
/// nobody's, and no more. What is fetched, and from where, is decided by what reads the ledger.
public final class RegisteredRepositories {
  private static final Logger LOG = LoggerFactory.getLogger(RegisteredRepositories.class);

  private final StampedFile<Content> file;

  /// What the file holds.
  record Content(List<Platform.SourceRepository> repositories) {
    Content {
      repositories = List.copyOf(repositories);
    }
  }

  public RegisteredRepositories(Path file) {
    this.file = new StampedFile<>(file, Content.class, "the registered repositories");
  }

  /// What the file holds now, the same list while it is the same file; nothing where there is none,
  /// or one that cannot be read.
  public List<Platform.SourceRepository> current() {
    if (!file.exists()) {
      return List.of();
    }
    try {
      return file.current().repositories();
    } catch (SchemasException.ConfigurationFault unreadable) {
      LOG.warn(
          "{}; no registered repository is known until it is replaced", unreadable.getMessage());
      return List.of();
    }
  }

  /// Replaces what the file holds.
  public void replace(List<Platform.SourceRepository> repositories) {
    file.replace(new Content(repositories));
  }
}
