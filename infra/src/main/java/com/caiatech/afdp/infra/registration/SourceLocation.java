package com.caiatech.afdp.infra.registration;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where somebody says that a service lies in one role.
///
/// @param repository the path or URL of a Git repository
/// @param part what of it is the service's; absent for all of it
public record SourceLocation(String repository, @Nullable RepositoryPart part) {

  /// A repository, or a folder inside of one, which then is the service's own.
  ///
  /// @param location a path or a URL
  /// @throws InfraException.Refused when it is a path and no Git repository is there or around it
  public static SourceLocation of(String location) {
    return of(location, Optional.empty(), List.of());
  }

  /// The same with what a path alone cannot say.
  ///
  /// @param folder the service's own folder in the repository
  /// @param shared further paths of the repository that concern the service
  public static SourceLocation of(
      String location, Optional<SourcePath> folder, List<SourcePath> shared) {
    Optional<Path> local = localPath(location);
    Optional<Path> root = local.map(path -> rootAround(location, path));
    Optional<SourcePath> inside =
        local.flatMap(path -> root.flatMap(it -> inside(location, it, path)));
    if (inside.isPresent() && folder.isPresent()) {
      throw new InfraException.Refused(
          location
              + " is the folder "
              + inside.get()
              + " of a repository, and the folder "
              + folder.get()
              + " was given too; expected one of them");
    }
    Optional<SourcePath> own = inside.or(() -> folder);
    if (own.isEmpty() && !shared.isEmpty()) {
      throw new InfraException.Refused(
          location
              + ": shared paths "
              + shared
              + " were given for a service that has all of the repository; expected its own folder"
              + " beside them");
    }
    return new SourceLocation(
        root.filter(it -> inside.isPresent()).map(Path::toString).orElse(location),
        own.map(path -> new RepositoryPart(path, shared)).orElse(null));
  }

  /// The path that a location means, where it is no URL.
  static Optional<Path> localPath(String location) {
    return isRemote(location)
        ? Optional.empty()
        : Optional.of(Path.of(location).toAbsolutePath().normalize());
  }

  /// Whether a location is a URL, and no path.
  public static boolean isRemote(String location) {
    return location.contains("://") || location.matches("[^/\\\\]+@[^/]+:.*");
  }

  private static Path rootAround(String location, Path path) {
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      if (isRepository(folder)) {
        return folder;
      }
    }
    throw new InfraException.Refused(
        location
            + " is no Git repository and lies in none; expected a folder with .git; make one with:"
            + " git init");
  }

  private static boolean isRepository(Path folder) {
    boolean bare = Files.exists(folder.resolve("HEAD")) && Files.exists(folder.resolve("objects"));
    return bare || Files.exists(folder.resolve(".git"));
  }

  private static Optional<SourcePath> inside(String location, Path root, Path path) {
    String relative = root.relativize(path).toString().replace(File.separatorChar, '/');
    if (relative.isEmpty()) {
      return Optional.empty();
    }
    if (!Files.isDirectory(path)) {
      throw new InfraException.Refused(
          location + ": expected a folder, found " + (Files.exists(path) ? "a file" : "nothing"));
    }
    return Optional.of(new SourcePath(relative));
  }
}
