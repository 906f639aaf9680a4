package com.caiatech.afdp.schemas.plan;

import com.caiatech.afdp.schemas.id.SourcePath;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What of a repository with several services concerns one of them.
///
/// @param path its own folder, where its descriptor lies and its commands run
/// @param shared further folders or files that concern it, such as libraries
public record RepositoryPart(SourcePath path, List<SourcePath> shared) {
  /// How many further paths there may be.
  public static final int MOST_SHARED = 50;

  public RepositoryPart {
    shared = List.copyOf(shared);
    if (shared.size() > MOST_SHARED) {
      throw new IllegalArgumentException(
          "Part of a repository at "
              + path
              + ": expected at most "
              + MOST_SHARED
              + " shared paths, found "
              + shared.size());
    }
  }

  /// The path in the repository of a file of the service.
  ///
  /// @param part absent where all of the repository is the service's
  /// @param file its path from the service's own folder
  public static String pathOf(@Nullable RepositoryPart part, String file) {
    return part == null ? file : part.path().resolve(file);
  }

  /// Every path that concerns the service.
  public List<SourcePath> paths() {
    return Stream.concat(Stream.of(path), shared.stream()).toList();
  }
}
