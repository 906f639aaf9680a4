package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads.Accepted;
import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.git.BranchFetch;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.git.MirrorPacks;
import com.caiatech.afdp.schemas.git.RepositoryUse;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.LedgerLimits;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The evidence of one volume: its accepted heads, and a bare repository from which is read, whose
/// `refs/heads/main` is the highest of them, and which keeps a ref `refs/afdp/refused/<commit>` on
/// every head that was refused, so that no rewrite takes anything away.
///
/// What was accepted is what the heads say: a repository that is lost, or was put back, is brought
/// back from them.
public final class LedgerMirror implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerMirror.class);
  private static final String SEEN = "refs/afdp/seen/main";
  private static final String REFUSED = "refs/afdp/refused/";
  private static final int TIMEOUT_SECONDS = 30;

  private final BoundedRepository repository;
  private final BranchFetch fetch;
  private final MirrorPacks packs;
  private final HeadBundles bundles;
  private final Series series;
  private final VolumeName volume;
  private final RepositoryUse use;

  private LedgerMirror(
      BoundedRepository repository,
      RepositoryUse use,
      HeadBundles bundles,
      Series series,
      VolumeName volume) {
    this.repository = repository;
    this.use = use;
    this.bundles = bundles;
    this.fetch = VolumeReader.fetch(repository, SEEN);
    this.packs = new MirrorPacks(repository);
    this.series = series;
    this.volume = volume;
  }

  /// Opens the repository here, made when it is not there. Lock files that a killed process left
  /// behind are removed where no other process uses it.
  ///
  /// @param evidence the folder of the whole store
  static LedgerMirror open(Path evidence, Series series, VolumeName volume) {
    Path folder = evidence.resolve("ledgers").resolve(volume + ".git");
    try {
      BoundedRepository repository = BoundedRepository.open(folder, LedgerLimits.GIT);
      LedgerMirror mirror =
          new LedgerMirror(
              repository,
              RepositoryUse.begin(folder),
              new HeadBundles(evidence, volume),
              series,
              volume);
      mirror.accepted(); // whoever reads the repository finds what was accepted
      return mirror;
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Opening the evidence of volume " + volume + " in " + folder + " failed: " + fault,
          fault);
    }
  }

  /// Fetches the branch, within the limits of ledgers; its objects are kept whatever they are.
  ///
  /// @throws LambdasException.Unavailable when the repository does not answer; a retry is safe
  public BranchFetch.Outcome fetch(URI uri, GitAccess within) {
    try (Transport transport = transport(uri)) {
      within.applyTo(transport);
      BranchFetch.Outcome outcome = fetch.fetch(transport);
      packs.tidy();
      return outcome;
    } catch (IOException fault) {
      throw unavailable("Fetching volume " + volume + " from " + uri, fault);
    }
  }

  /// The folder of the repository here.
  public Path folder() {
    return repository.getDirectory().toPath();
  }

  /// Reads the volume here.
  public VolumeReader reader() {
    return new VolumeReader(repository, series, volume);
  }

  /// The highest accepted head.
  ///
  /// @throws LambdasException.EvidenceFault when it cannot be read
  public Optional<CommitId> accepted() {
    Accepted highest = highest();
    CommitId here = reader().head().orElse(null);
    CommitId head = highest == null ? null : highest.head();
    if (Objects.equals(here, head)) {
      return Optional.ofNullable(here);
    }
    if (here != null && writeDown(highest, here)) {
      return Optional.of(here); // a process died between the two
    }
    if (highest == null) {
      throw new LambdasException.EvidenceFault(
          "Reading the evidence of volume "
              + volume
              + ": expected the commits up to "
              + here
              + " in the repository "
              + repository.getDirectory()
              + ", found some missing, and no accepted head; remove that repository");
    }
    restore(highest, here);
    return Optional.of(highest.head());
  }

  /// Notes that the volume is good up to this head. The accepted head only moves forward.
  ///
  /// @param before the accepted head, from which the new one descends; absent where there is none
  /// @throws LambdasException.Unavailable when another process accepted a head meanwhile that does
  ///   not descend from this one; a retry judges by that one
  public void accept(@Nullable CommitId before, CommitId head) {
    Accepted highest = highest();
    if (move(VolumeReader.BRANCH, before, head) && writeDown(highest, head)) {
      return;
    }
    CommitId accepted = accepted().orElse(null);
    if (accepted == null || !reader().descends(head, accepted)) {
      throw new LambdasException.Unavailable(
          "Accepting head "
              + head
              + " of volume "
              + volume
              + ": another process accepted "
              + accepted
              + "; nothing was changed, a retry is safe");
    }
  }

  /// Keeps a head that was refused, with all its history, as far as its commits are whole: what has
  /// gaps is forgotten, so that it is fetched again.
  public void refuse(CommitId head) {
    try {
      if (repository.exactRef(REFUSED + head.value()) != null) {
        return;
      }
      if (reader().hasGaps(head, accepted().orElse(null))) {
        fetch.forget();
      } else {
        move(REFUSED + head.value(), null, head);
      }
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Refusing head " + head + " in the evidence of " + volume + " failed: " + fault, fault);
    }
  }

  @Override
  public void close() {
    repository.close();
    use.close();
  }

  private @Nullable Accepted highest() {
    try {
      return bundles.heads().highest().orElse(null);
    } catch (SchemasException.LedgerFault unreadable) {
      throw new LambdasException.EvidenceFault(String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  /// @return whether the head descends from the highest accepted one and stands among them now
  private boolean writeDown(@Nullable Accepted highest, CommitId head) {
    CommitId before = highest == null ? null : highest.head();
    OptionalInt more = reader().distance(before, head);
    if (more.isPresent() && more.getAsInt() > 0) {
      long commits = (highest == null ? 0 : highest.commits()) + more.getAsInt();
      bundles.create(repository, before, head, commits);
    }
    return more.isPresent();
  }

  /// Puts the repository here to the highest accepted head, with all that it lost.
  ///
  /// @param here its head; absent where it has none
  private void restore(Accepted highest, @Nullable CommitId here) {
    if (reader().distance(here, highest.head()).isEmpty()) {
      List<Accepted> all = bundles.heads().all();
      int known = all.stream().map(Accepted::head).toList().indexOf(here);
      all.subList(known + 1, all.size()).forEach(one -> bundles.restore(one, repository));
    }
    move(VolumeReader.BRANCH, here, highest.head());
    LOG.warn(
        "The repository of volume {} stood at {}: brought back to the accepted head {}",
        volume,
        here,
        highest.head());
  }

  private Transport transport(URI uri) throws IOException {
    try {
      Transport transport = Transport.open(repository, new URIish(uri.toString()));
      transport.setTimeout(TIMEOUT_SECONDS);
      return transport;
    } catch (URISyntaxException malformed) {
      throw new LambdasException.Refused(
          "Reaching volume " + volume + ": expected an address, found " + uri);
    }
  }

  private static LambdasException unavailable(String attempt, IOException fault) {
    return new LambdasException.Unavailable(
        attempt + " failed: " + fault.getMessage() + "; nothing was changed here, a retry is safe",
        fault);
  }

  /// Moves a ref from where it is expected; one that is there already stays.
  ///
  /// @return whether it is there now
  private boolean move(String name, @Nullable CommitId expected, CommitId target) {
    try {
      RefUpdate update = repository.updateRef(name);
      update.setExpectedOldObjectId(
          expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected.value()));
      update.setNewObjectId(ObjectId.fromString(target.value()));
      update.setForceUpdate(true);
      update.disableRefLog();
      RefUpdate.Result result = update.update();
      return switch (result) {
        case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> true;
        case LOCK_FAILURE -> false;
        default -> throw new IOException("the ref was not moved: " + result);
      };
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Moving " + name + " to " + target + " in the evidence of " + volume + " failed", fault);
    }
  }
}
