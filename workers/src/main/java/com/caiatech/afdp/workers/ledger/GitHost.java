package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.BoundedRepository;
import com.caiatech.afdp.schemas.git.BranchFetch;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.git.RepositoryUse;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// A volume on a remote Git host: objects go into a clone on this machine and are pushed with the
/// expected old id of the branch. Thread-safe; one connection at a time.
public final class GitHost implements VolumeStore {
  private static final int IDLE_SECONDS = 30;

  /// What servers answer when somebody else moved or moves the branch between their advertisement
  /// and the push: stock git, the hosts built on it, and JGit.
  private static final List<String> OVERTAKEN =
      List.of("failed to update ref", "cannot lock ref", "failed to lock");

  private final BoundedRepository clone;
  private final RepositoryUse use;
  private final BranchFetch fetch;
  private final URIish address;
  private final @Nullable GitAccount account;
  private @Nullable CommitId lastSeen;

  private GitHost(
      BoundedRepository clone, RepositoryUse use, URIish address, @Nullable GitAccount account) {
    this.clone = clone;
    this.use = use;
    this.fetch = VolumeReader.fetch(clone, VolumeReader.BRANCH);
    this.address = address;
    this.account = account;
  }

  /// Opens the clone, made where it is missing. Lock files that a killed process left behind in it
  /// are removed where no other process uses it. The host is not asked yet.
  ///
  /// @param account absent where the host asks for none
  /// @throws WorkersException.LedgerUnavailable when the clone cannot be opened
  public static GitHost open(URI address, Path clone, @Nullable GitAccount account) {
    URIish parsed;
    try {
      parsed = new URIish(address.toString());
    } catch (URISyntaxException malformed) {
      throw new WorkersException.LedgerUnavailable(
          "Ledger on a Git host: expected the address of a repository, found '" + address + "'",
          malformed);
    }
    RepositoryUse use = use(clone);
    return new GitHost(SharedDisk.openRepository(clone), use, parsed, account);
  }

  private static RepositoryUse use(Path clone) {
    try {
      return RepositoryUse.begin(clone);
    } catch (IOException failed) {
      throw new WorkersException.LedgerUnavailable(
          "Using the clone " + clone + " failed: " + failed + "; nothing was written", failed);
    }
  }

  @Override
  public BoundedRepository repository() {
    return clone;
  }

  /// The clone's own branch follows it as far as its commits are a line without gaps; the policies
  /// are read from there.
  ///
  /// @throws WorkersException.LedgerStopped when the host shows a head that is not taken or not
  ///   handed out
  @Override
  public synchronized @Nullable CommitId tip() {
    try (Transport transport = transport()) {
      lastSeen =
          switch (fetch.fetch(transport)) {
            case BranchFetch.Outcome.Fetched(CommitId head) -> head;
            case BranchFetch.Outcome.Refused refused -> throw stopped(refused);
          };
    } catch (IOException failed) {
      throw unavailable(failed);
    }
    return lastSeen;
  }

  @Override
  public synchronized @Nullable CommitId lastSeen() {
    return lastSeen;
  }

  @Override
  public synchronized Move move(@Nullable CommitId expected, CommitId head) {
    try (Transport transport = transport()) {
      RemoteRefUpdate update =
          new RemoteRefUpdate(
              clone,
              head.value(),
              ObjectId.fromString(head.value()),
              VolumeReader.BRANCH,
              false,
              null,
              expected == null ? ObjectId.zeroId() : ObjectId.fromString(expected.value()));
      transport.push(NullProgressMonitor.INSTANCE, List.of(update));
      return outcome(update, head);
    } catch (IOException failed) {
      throw new WorkersException.LedgerUnavailable(
          "Pushing to "
              + address
              + " failed: "
              + reason(failed)
              + "; whether it arrived is not known, the same records may be written again",
          failed);
    }
  }

  @Override
  public GitHost beside(VolumeName volume) {
    String name = volume + ".git";
    URI other = URI.create(address.toString().replaceFirst("[^/]*/*$", name));
    return open(other, clone.getDirectory().toPath().resolveSibling(name), account);
  }

  @Override
  public void close() {
    clone.close();
    use.close();
  }

  private Move outcome(RemoteRefUpdate update, CommitId head) throws IOException {
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> {
        lastSeen = head;
        // keeps the commits from being pruned; where it fails, the next fetch does it
        RefUpdate tracking = clone.updateRef(VolumeReader.BRANCH);
        tracking.setNewObjectId(ObjectId.fromString(head.value()));
        tracking.forceUpdate();
        yield Move.MOVED;
      }
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> Move.CONFLICT;
      case REJECTED_OTHER_REASON -> {
        String answer = String.valueOf(update.getMessage());
        if (OVERTAKEN.stream().anyMatch(answer::contains)) {
          yield Move.CONFLICT;
        }
        throw refused(update, "nothing was written");
      }
      case AWAITING_REPORT ->
          throw refused(
              update, "whether it arrived is not known, the same records may be written again");
      case NOT_ATTEMPTED, REJECTED_NODELETE, NON_EXISTING ->
          throw refused(update, "nothing was written");
    };
  }

  private WorkersException refused(RemoteRefUpdate update, String state) {
    return new WorkersException.LedgerUnavailable(
        "Pushing to "
            + address
            + ": expected the host to take it, found "
            + update.getStatus()
            + " ("
            + update.getMessage()
            + "); "
            + state);
  }

  private Transport transport() throws IOException {
    Transport transport = Transport.open(clone, address);
    GitAccess.alone(address).applyTo(transport);
    if (account != null) {
      transport.setCredentialsProvider(account.credentials());
    }
    transport.setTimeout(IDLE_SECONDS);
    return transport;
  }

  private WorkersException stopped(BranchFetch.Outcome.Refused refused) {
    return new WorkersException.LedgerStopped(
        "Fetching "
            + address
            + ": the head "
            + refused.head()
            + " is not taken: "
            + refused.why()
            + "; nothing was written, and nothing is until the host puts its branch back");
  }

  private WorkersException unavailable(IOException failed) {
    return new WorkersException.LedgerUnavailable(
        "Fetching " + address + " failed: " + reason(failed) + "; nothing was written", failed);
  }

  private static String reason(IOException failed) {
    Throwable cause = failed.getCause();
    return cause == null ? String.valueOf(failed.getMessage()) : failed.getMessage() + ": " + cause;
  }
}
