package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.workers.WorkersException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// A volume on a Git host: objects go into a clone on this machine and are pushed with the expected
/// old id of the branch.
public final class GitHost implements VolumeStore {
  private final Repository clone;
  private final URIish uri;
  private final @Nullable CredentialsProvider credentials;

  /// Uses a repository on this machine as the clone, and closes it with itself.
  ///
  /// @param clone an empty bare repository or an earlier clone of the same volume
  /// @param credentials absent where the transport needs none
  public GitHost(Repository clone, String uri, @Nullable CredentialsProvider credentials) {
    this.clone = clone;
    this.credentials = credentials;
    try {
      this.uri = new URIish(uri);
    } catch (URISyntaxException malformed) {
      throw new WorkersException.LedgerUnavailable(
          "Ledger on a Git host: '" + uri + "' is no address of a repository", malformed);
    }
  }

  @Override
  public Repository repository() {
    return clone;
  }

  @Override
  public synchronized @Nullable CommitId tip() {
    try (Transport transport = transport()) {
      transport.fetch(
          NullProgressMonitor.INSTANCE,
          List.of(new RefSpec("+" + VolumeReader.BRANCH + ":" + VolumeReader.BRANCH)));
      Ref ref = clone.exactRef(VolumeReader.BRANCH);
      ObjectId id = ref == null ? null : ref.getObjectId();
      return id == null ? null : new CommitId(id.name());
    } catch (TransportException failed) {
      if (isEmpty()) {
        return null;
      }
      throw unavailable("Fetching", failed);
    } catch (IOException failed) {
      throw unavailable("Fetching", failed);
    }
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
      return outcome(update, ObjectId.fromString(head.value()));
    } catch (IOException failed) {
      throw new WorkersException.LedgerUnavailable(
          "Pushing to "
              + uri
              + " failed: "
              + failed.getMessage()
              + "; whether it arrived is not known, the same records may be written again",
          failed);
    }
  }

  @Override
  public void close() {
    clone.close();
  }

  private Move outcome(RemoteRefUpdate update, ObjectId head) throws IOException {
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> {
        RefUpdate tracking = clone.updateRef(VolumeReader.BRANCH);
        tracking.setNewObjectId(head);
        tracking.forceUpdate();
        yield Move.MOVED;
      }
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> Move.CONFLICT;
      case REJECTED_OTHER_REASON -> {
        if (String.valueOf(update.getMessage()).contains("lock")) {
          yield Move.CONFLICT;
        }
        throw refused(update);
      }
      case NOT_ATTEMPTED, REJECTED_NODELETE, NON_EXISTING, AWAITING_REPORT -> throw refused(update);
    };
  }

  private WorkersException refused(RemoteRefUpdate update) {
    return new WorkersException.LedgerUnavailable(
        "Pushing to "
            + uri
            + ": expected the host to take it, found "
            + update.getStatus()
            + " ("
            + update.getMessage()
            + "); nothing was written");
  }

  private boolean isEmpty() {
    try (Transport transport = transport();
        FetchConnection connection = transport.openFetch()) {
      return connection.getRef(VolumeReader.BRANCH) == null;
    } catch (IOException unreachable) {
      return false;
    }
  }

  private Transport transport() throws IOException {
    Transport transport;
    try {
      transport = Transport.open(clone, uri);
    } catch (NotSupportedException unsupported) {
      throw unavailable("Reaching", unsupported);
    }
    if (credentials != null) {
      transport.setCredentialsProvider(credentials);
    }
    transport.setTimeout(30);
    return transport;
  }

  private WorkersException unavailable(String what, IOException failed) {
    return new WorkersException.LedgerUnavailable(
        what + " " + uri + " failed: " + failed.getMessage() + "; nothing was written", failed);
  }
}
