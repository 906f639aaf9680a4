package com.caiatech.afdp.schemas.verify;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.git.BranchFetch;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerLimits;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/// Repositories opened for a verification by folder or by address. Those in folders are read where
/// they lie; others are fetched, within limits, into a temporary folder, which goes when this is
/// closed.
public final class OpenedRepositories implements AutoCloseable {
  /// Git's own; by others the library asks for files one by one.
  private static final Pattern SCHEMES =
      Pattern.compile("(?:https?|ssh|git\\+ssh|ssh\\+git|git|file)://");

  private static final String FETCHED = "refs/afdp/fetched";
  private static final int IDLE_SECONDS = 60;

  private final Consumer<String> progress;
  private final List<SourceMirror> sources = new ArrayList<>();
  private final List<BoundedRepository> ledgers = new ArrayList<>();
  private @Nullable Path fetched;

  /// @param progress is told of each fetch
  public OpenedRepositories(Consumer<String> progress) {
    this.progress = progress;
  }

  /// Opens a source repository.
  ///
  /// @param place a folder, bare or with a work tree, or an address that Git understands
  /// @throws SchemasException.SourceFault when there is none, or it cannot be read
  public SourceMirror source(String place) {
    SourceMirror opened =
        isAddress(place) ? fetchedSource(place) : SourceMirror.reading(Path.of(place));
    sources.add(opened);
    return opened;
  }

  /// Opens the repository of a volume.
  ///
  /// @param place a folder, bare or with a work tree, or an address that Git understands
  /// @throws SchemasException.SourceFault when there is no repository in the folder
  /// @throws SchemasException.LedgerFault when the host does not hand the volume out
  public GivenVolume ledger(VolumeName name, String place) {
    return isAddress(place)
        ? fetchedLedger(name, place)
        : GivenVolume.of(name, source(place).repository());
  }

  private static boolean isAddress(String place) {
    return place.contains("://");
  }

  private SourceMirror fetchedSource(String address) {
    SourceMirror mirror = SourceMirror.open(folder(address));
    switch (mirror.fetch(address)) {
      case FetchOutcome.Fetched _ -> {}
      case FetchOutcome.EmptyRepository _ -> {}
      case FetchOutcome.NotARepository(_, String reason) -> throw unreadable(mirror, reason);
      case FetchOutcome.Unreachable(_, String reason) -> throw unreadable(mirror, reason);
    }
    return mirror;
  }

  private static SchemasException unreadable(SourceMirror mirror, String reason) {
    mirror.close();
    return new SchemasException.SourceFault(
        "Fetching a repository failed: " + withoutAccount(reason) + "; a retry is safe");
  }

  private GivenVolume fetchedLedger(VolumeName name, String address) {
    try {
      BoundedRepository repository = BoundedRepository.open(folder(address), LedgerLimits.GIT);
      ledgers.add(repository);
      return GivenVolume.of(name, repository, head(name, repository, address));
    } catch (IOException | URISyntaxException failed) {
      throw new SchemasException.LedgerFault(
          "Fetching volume %s failed: %s; a retry is safe"
              .formatted(name, withoutAccount(String.valueOf(failed.getMessage()))),
          failed);
    }
  }

  private static @Nullable CommitId head(
      VolumeName name, BoundedRepository repository, String address)
      throws IOException, URISyntaxException {
    URIish uri = new URIish(address);
    try (Transport transport = Transport.open(repository, uri)) {
      GitAccess.alone(uri).applyTo(transport);
      transport.setTimeout(IDLE_SECONDS);
      return switch (VolumeReader.fetch(repository, FETCHED).fetch(transport)) {
        case BranchFetch.Outcome.Fetched(CommitId head) -> head;
        case BranchFetch.Outcome.Refused refused ->
            throw new SchemasException.LedgerFault(
                "Fetching volume %s: the host's head %s is not taken: %s"
                    .formatted(name, refused.head(), refused.why()));
      };
    }
  }

  private Path folder(String address) {
    if (!SCHEMES.matcher(address).lookingAt()) {
      throw new SchemasException.SourceFault(
          "Fetching %s: expected an address by https, http, ssh, git or file"
              .formatted(withoutAccount(address)));
    }
    progress.accept("fetching " + withoutAccount(address));
    try {
      Path parent = fetched;
      if (parent == null) {
        parent = Files.createTempDirectory("afdp-verify");
        fetched = parent;
      }
      return Files.createTempDirectory(parent, "repository");
    } catch (IOException failed) {
      throw new SchemasException.SourceFault(
          "Making a temporary folder failed: " + failed.getMessage(), failed);
    }
  }

  private static String withoutAccount(String text) {
    return text.replaceAll("//[^/@\\s]*@", "//");
  }

  @Override
  public void close() {
    sources.forEach(SourceMirror::close);
    ledgers.forEach(BoundedRepository::close);
    if (fetched != null) {
      try {
        FileUtils.delete(fetched.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY);
      } catch (IOException failed) {
        progress.accept(
            "what was fetched into " + fetched + " could not be deleted: " + failed.getMessage());
      }
    }
  }
}
