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
import com.caiatech.afdp.workers.target.InstanceOutcome;
import com.caiatech.afdp.workers.target.Release;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The folder of one release: `application`, `configuration`, `iac`, `log` and `release.json`, and
/// `started` and `files.json` once an instance of it was to run. One that runs as an earlier one is
/// kept has no checkouts of its own.
record ReleaseFolder(Path path) {
  private static final String LOG = "log";

  static ReleaseFolder of(Path serviceFolder, DeploymentId deploymentId) {
    return new ReleaseFolder(serviceFolder.resolve(deploymentId.value()));
  }

  /// The whole tree of the role's repository.
  Path checkout(Release release, SourceRole role) {
    return checkouts(release).resolve(role.name().toLowerCase(Locale.ROOT));
  }

  /// Where the trees of a release lie: here, or in the folder of the one that it runs as.
  private Path checkouts(Release release) {
    DeploymentId kept = release.keptFrom();
    return kept == null ? path : sibling(kept).path;
  }

  /// The service's own folder in the tree of the role's repository.
  Path home(Release release, SourceRole role) {
    RepositoryPart part =
        Optional.ofNullable(release.sources().get(role)).map(PinnedSource::part).orElse(null);
    Path checkout = checkout(release, role);
    return part == null ? checkout : checkout.resolve(part.path().value());
  }

  private ReleaseFolder sibling(DeploymentId deploymentId) {
    return new ReleaseFolder(path.resolveSibling(deploymentId.value()));
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

  /// Takes note that an instance is about to be started for the first time, and of which files.
  void markStarted(Release release) {
    if (wasStarted()) {
      return;
    }
    if (release.keptFrom() == null) {
      StartedFiles.of(path, trees(release)).ifPresent(startedFiles()::write);
    }
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

  private JsonFile<StartedFiles> startedFiles() {
    return new JsonFile<>(path.resolve("files.json"), StartedFiles.class);
  }

  private List<Path> trees(Release release) {
    return release.sources().keySet().stream().map(role -> checkout(release, role)).toList();
  }

  /// The release as it is made here, which stays as it was first decided: run as the earlier one
  /// that it names where that is kept as it was started, else made anew.
  Release placed(Release asked) {
    Optional<Release> standing = release();
    return asked.withKeptFrom(
        standing.isPresent()
            ? standing.get().keptFrom()
            : Optional.ofNullable(asked.keptFrom())
                .flatMap(earlier -> sibling(earlier).kept(asked.sources()))
                .orElse(null));
  }

  /// The deployment in whose folder the trees of this release lie, if they are of these commits and
  /// every file of them is still what it was when they were first started.
  Optional<DeploymentId> kept(Map<SourceRole, PinnedSource> sources) {
    ReleaseFolder folder = release().map(Release::keptFrom).map(this::sibling).orElse(this);
    return folder
        .release()
        .filter(release -> release.sources().equals(sources) && folder.wasStarted())
        .filter(
            release ->
                folder
                    .startedFiles()
                    .read()
                    .filter(files -> files.areIn(folder.path, folder.trees(release)))
                    .isPresent())
        .map(Release::deploymentId);
  }

  /// Checks every role out, where the release is not run as an earlier one; the reason where that
  /// cannot be.
  ///
  /// @param release as it is {@link #placed}
  Optional<Reason> fill(Release release, Function<RepositoryName, SourceMirror> mirrors) {
    return release.keptFrom() == null ? filled(release, mirrors) : written(release);
  }

  private Optional<Reason> written(Release release) {
    file().write(release);
    return Optional.empty();
  }

  private Optional<Reason> filled(Release release, Function<RepositoryName, SourceMirror> mirrors) {
    for (Map.Entry<SourceRole, PinnedSource> entry : release.sources().entrySet()) {
      PinnedSource source = entry.getValue();
      Optional<Reason> refusal =
          switch (checkOut(
              mirrors.apply(source.repository()), source, checkout(release, entry.getKey()))) {
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
    return written(release);
  }

  private static Checkout checkOut(SourceMirror mirror, PinnedSource source, Path folder) {
    if (mirror.contains(source.commitHash())) {
      mirror.pin(source.commitHash());
    }
    return mirror.checkout(source.commitHash(), folder, Checkout.Limits.DEFAULT);
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

  /// The outcome of a start, which says so where it failed and was to run in an earlier folder.
  ///
  /// @param made the release as it is made here
  static InstanceOutcome sayingWhatIsMissing(InstanceOutcome outcome, Release asked, Release made) {
    DeploymentId earlier = asked.keptFrom();
    return outcome instanceof InstanceOutcome.Failed(Reason reason)
            && earlier != null
            && made.keptFrom() == null
        ? new InstanceOutcome.Failed(
            Reason.of(
                    "{}; deployment {} is no longer kept here as it was started, so its commits were checked out anew, without what its pre-deployment checks had built: where they build, deploy its commits")
                .with(reason)
                .with(earlier))
        : outcome;
  }
}
