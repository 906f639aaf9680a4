package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The workers' mirrors of the registered source repositories, one folder each, opened when first
/// asked for. Thread-safe.
public final class SourceMirrors implements AutoCloseable {
  private final Path folder;
  private final Map<RepositoryName, SourceMirror> open = new HashMap<>();

  /// Mirrors below a folder that no other process uses.
  public SourceMirrors(Path folder) {
    this.folder = folder;
  }

  /// The mirror of a repository, empty before its first fetch.
  public synchronized SourceMirror of(RepositoryName repository) {
    return open.computeIfAbsent(
        repository, name -> SourceMirror.open(folder.resolve(name.value() + ".git")));
  }

  @Override
  public synchronized void close() {
    open.values().forEach(SourceMirror::close);
    open.clear();
  }
}
