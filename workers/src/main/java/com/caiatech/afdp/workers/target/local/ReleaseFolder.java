package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.source.Checkout;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.output.OutputFolder;
import com.caiatech.afdp.workers.reason.Reason;
import com.caiatech.afdp.workers.target.Release;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The folder of one release: `application`, `configuration`, `iac`, `log` and `release.json`, and
/// `started` once an instance of it was to run.
record ReleaseFolder(Path path) {
  private static final String LOG = "log";

  static ReleaseFolder of(Path serviceFolder, DeploymentId deploymentId) {
    return new ReleaseFolder(serviceFolder.resolve(deploymentId.value()));
  }

  /// The whole tree of the role's repository.
  Path checkout(SourceRole role) {
    return path.resolve(role.name().toLowerCase(Locale.ROOT));
  }

  /// The service's own folder in the tree of the role's repository.
  Path home(Release release, SourceRole role) {
    RepositoryPart part =
        Optional.ofNullable(release.sources().get(role)).map(PinnedSource::part).orElse(null);
    return part == null ? checkout(role) : checkout(role).resolve(part.path().value());
  }

  OutputFolder output() {
    return new OutputFolder(path.resolve(LOG));
  }

  Optional<Release> release() {
    return file().read();
  }

  /// Whether an instance of the release was started before, and not only its checks.
  boolean wasStarted() {
    return Files.exists(started());
  }

  /// Takes note that an instance is about to be started.
  void markStarted() {
    try {
      Files.createDirectories(path);
      Files.writeString(started(), "");
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Marking a release as started failed"), path, fault);
    }
  }

  private Path started() {
    return path.resolve("started");
  }

  /// Checks every role out; the reason where that cannot be.
  Optional<Reason> fill(Release release, Function<RepositoryName, SourceMirror> mirrors) {
    for (Map.Entry<SourceRole, PinnedSource> entry : release.sources().entrySet()) {
      PinnedSource source = entry.getValue();
      Optional<Reason> refusal =
          switch (checkOut(mirrors.apply(source.repository()), source, entry.getKey())) {
            case Checkout.Done _ -> Optional.empty();
            case Checkout.Refused(String entryPath, String reason) -> {
              output().ofCheckout().note(entryPath + ": " + reason);
              yield Optional.of(
                  Reason.of(
                          "commit {} of {} cannot be checked out: an entry of its tree may not be written")
                      .with(source.commitHash())
                      .with(source.repository()));
            }
            case Checkout.UnknownCommit(_) ->
                Optional.of(
                    Reason.of("the mirror of {} does not hold commit {}")
                        .with(source.repository())
                        .with(source.commitHash()));
          };
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    file().write(release);
    return Optional.empty();
  }

  private Checkout checkOut(SourceMirror mirror, PinnedSource source, SourceRole role) {
    if (mirror.contains(source.commitHash())) {
      mirror.pin(source.commitHash());
    }
    return mirror.checkout(source.commitHash(), checkout(role), Checkout.Limits.DEFAULT);
  }

  private JsonFile<Release> file() {
    return new JsonFile<>(path.resolve("release.json"), Release.class);
  }

  void delete() {
    if (!Files.exists(path)) {
      return;
    }
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException fault) {
      throw new WorkersException.TargetUnavailable(
          Reason.of("Deleting a release folder failed"), path, fault);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault)
        throws IOException {
      if (fault != null) {
        throw fault;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
