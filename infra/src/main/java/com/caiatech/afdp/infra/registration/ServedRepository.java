package com.caiatech.afdp.infra.registration;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.source.LocalClone;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FileUtils;

/// A bare copy of a source repository that the platform serves; users push to it, the original is
/// only read.
///
/// @param name the name under which it is served
/// @param folder the bare repository
/// @param defaultBranch the branch that is deployed where none is asked for
public record ServedRepository(RepositoryName name, Path folder, String defaultBranch) {
  private static final List<RefSpec> BRANCHES_AND_TAGS =
      List.of(new RefSpec("refs/heads/*:refs/heads/*"), new RefSpec("refs/tags/*:refs/tags/*"));

  /// Copies the branches and tags of a path or URL, or brings the copy up to date by fast-forward.
  /// A first copy of what lies on this machine is made of hard links where that can be. A new copy
  /// stands aside until [#serve()]: nobody hears of a push to a repository that is not configured
  /// yet. A URL's redirects are not followed off its own authority.
  static ServedRepository copy(String location, Path repositories, ProgressMonitor progress) {
    Optional<Path> local = SourceLocation.localPath(location);
    RepositoryName name = nameOf(location);
    Path folder = repositories.resolve(name + ".git");
    String source = local.map(path -> path.toUri().toString()).orElse(location);
    boolean known = Files.exists(folder);
    Path copy = known ? folder : aside(folder);
    try {
      if (!known) {
        FileUtils.delete(copy.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
      }
    } catch (IOException fault) {
      throw failed(location, fault);
    }
    try (Git git = Git.init().setBare(true).setDirectory(copy.toFile()).call()) {
      GitAccess access = GitAccess.alone(new URIish(source));
      String branch = defaultBranch(location, source, access);
      if (!known && git.getRepository() instanceof FileRepository files) {
        LocalClone.tryInto(new URIish(source), files);
      }
      FetchResult fetched =
          git.fetch()
              .setRemote(source)
              .setTransportConfigCallback(access::applyTo)
              .setRefSpecs(BRANCHES_AND_TAGS)
              .setInitialBranch(branch)
              .setProgressMonitor(progress)
              .call();
      requireFastForward(location, fetched);
      if (!known) {
        git.getRepository().updateRef(Constants.HEAD).link(Constants.R_HEADS + branch);
      }
      return new ServedRepository(name, folder, known ? headOf(git.getRepository()) : branch);
    } catch (IOException | URISyntaxException | GitAPIException | JGitInternalException fault) {
      throw failed(location, fault);
    }
  }

  /// Where its files are now.
  Path files() {
    return Files.exists(folder) ? folder : aside(folder);
  }

  /// Puts a new copy where it is served.
  void serve() {
    if (!Files.exists(folder)) {
      try {
        Files.move(aside(folder), folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException fault) {
        throw failed(name.value(), fault);
      }
    }
  }

  /// A name that is never served.
  private static Path aside(Path folder) {
    return folder.resolveSibling("." + folder.getFileName() + ".new");
  }

  /// Tells what the transport says last, which names what was found.
  private static InfraException failed(String location, Exception fault) {
    Throwable root = fault;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return new InfraException.Refused(
        "copying "
            + location
            + " failed: "
            + fault.getMessage()
            + (fault.getCause() == null ? "" : ": " + root.getMessage())
            + "; what was there before remains");
  }

  private static String headOf(Repository repository) throws IOException {
    return Repository.shortenRefName(String.valueOf(repository.getFullBranch()));
  }

  private static String defaultBranch(String location, String source, GitAccess access)
      throws GitAPIException {
    Map<String, Ref> refs =
        Git.lsRemoteRepository()
            .setRemote(source)
            .setTransportConfigCallback(access::applyTo)
            .callAsMap();
    Ref head = refs.get(Constants.HEAD);
    if (head == null || head.getObjectId() == null) {
      throw new InfraException.Refused(
          location + " is an empty repository; commit something first, then register it again");
    }
    String target = head.getTarget().getName();
    if (target.startsWith(Constants.R_HEADS)) {
      return Repository.shortenRefName(target);
    }
    return Stream.of("main", "master")
        .filter(branch -> refs.containsKey(Constants.R_HEADS + branch))
        .findFirst()
        .orElseThrow(
            () ->
                new InfraException.Refused(
                    location
                        + ": its HEAD is on no branch, and it has neither main nor master; check a"
                        + " branch out"));
  }

  private static void requireFastForward(String location, FetchResult fetched) {
    for (TrackingRefUpdate update : fetched.getTrackingRefUpdates()) {
      switch (update.getResult()) {
        case NEW, FAST_FORWARD, NO_CHANGE -> {}
        default ->
            throw new InfraException.Refused(
                "copying "
                    + location
                    + ": its "
                    + update.getRemoteName()
                    + " is no fast-forward of the served one ("
                    + update.getResult()
                    + "); the served one remains; push to it with --force if that is meant");
      }
    }
  }

  /// The name that the last part of a path or URL gives.
  ///
  /// @throws InfraException.Refused when that has neither letters nor digits
  public static RepositoryName nameOf(String location) {
    String trimmed = location.replaceAll("[/\\\\]+$", "").replaceAll("\\.git$", "");
    if (trimmed.isEmpty() || trimmed.equals(".") || trimmed.endsWith("/.")) {
      trimmed = Path.of(location).toAbsolutePath().normalize().toString();
    }
    String last =
        trimmed.substring(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf(':')) + 1);
    String name =
        last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    if (name.isEmpty()) {
      throw new InfraException.Refused(
          location + ": expected a repository whose name has letters or digits");
    }
    return new RepositoryName(name.substring(0, Math.min(63, name.length())).replaceAll("-$", ""));
  }
}
