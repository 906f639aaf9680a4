package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.reason.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The release folders of one service in one environment.
record OldReleases(Path serviceFolder) {
  /// How many releases stay besides those in use.
  static final int KEPT = 5;

  /// Deletes all but those in use, the newest others, and those that one of these runs as.
  void prune(Set<DeploymentId> used) {
    List<DeploymentId> old =
        releases().stream().filter(release -> !used.contains(release)).sorted().toList();
    List<DeploymentId> oldest = old.subList(0, Math.max(0, old.size() - KEPT));
    Set<DeploymentId> runAs =
        releases().stream()
            .filter(release -> !oldest.contains(release))
            .flatMap(release -> folder(release).release().stream())
            .flatMap(release -> Stream.ofNullable(release.keptFrom()))
            .collect(Collectors.toSet());
    oldest.stream()
        .filter(release -> !runAs.contains(release))
        .forEach(release -> folder(release).delete());
  }

  private ReleaseFolder folder(DeploymentId release) {
    return ReleaseFolder.of(serviceFolder, release);
  }

  /// Deletes what a killed runner left half done: checkouts that were never renamed.
  void clean() {
    for (DeploymentId release : releases()) {
      Path folder = folder(release).path();
      list(folder).stream()
          .filter(path -> path.getFileName().toString().contains(".partial-"))
          .forEach(path -> new ReleaseFolder(path).delete());
      if (list(folder).isEmpty()) {
        new ReleaseFolder(folder).delete();
      }
    }
  }

  List<DeploymentId> releases() {
    return list(serviceFolder).stream().flatMap(path -> id(path).stream()).toList();
  }

  private static Optional<DeploymentId> id(Path folder) {
    try {
      return Optional.of(DeploymentId.parse(folder.getFileName().toString()));
    } catch (IllegalArgumentException another) {
      return Optional.empty();
    }
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Listing a folder of the local target failed"), folder, fault);
    }
  }
}
