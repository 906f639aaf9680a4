package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/// Fetches one branch of a host into a repository on this machine, within the repository's limits.
///
/// A head that a limit refused is not fetched again while the host shows it. One that the host
/// shows and does not hand out, because it is broken or lost, is asked for each time: three times
/// at once where the host says that it fails, and in three calls where it says nothing, since then
/// the way to it may be at fault. One fetch at a time.
public final class BranchFetch {
  private static final int ATTEMPTS = 3;

  private final BoundedRepository into;
  private final String branch;
  private final String tracking;
  private final int commitBytes;
  private final int commits;
  private @Nullable ObjectId here;
  private @Nullable ObjectId failing;
  private int failures;
  private Outcome.@Nullable Refused refused;

  /// Prepares fetching.
  ///
  /// @param branch on the host, as a full ref
  /// @param tracking the ref that follows the branch here, as far as its commits are a line without
  ///   gaps and merges; so nothing that JGit walks from here leads it astray
  /// @param commitBytes the most bytes that a commit of the line may have
  /// @param commits how many there may be
  public BranchFetch(
      BoundedRepository into, String branch, String tracking, int commitBytes, int commits) {
    this.into = into;
    this.branch = branch;
    this.tracking = tracking;
    this.commitBytes = commitBytes;
    this.commits = commits;
    // what is here counts as known to the host by the branch of the same name alone
    into.getConfig()
        .setBoolean(ConfigConstants.CONFIG_FETCH_SECTION, null, "usenegotiationtip", true);
  }

  /// What came of a fetch.
  public sealed interface Outcome {
    /// The host's branch is here.
    ///
    /// @param head absent where the host has no such branch
    record Fetched(@Nullable CommitId head) implements Outcome {}

    /// The host's branch is not here, and asking again does not help.
    ///
    /// @param head what the host shows
    record Refused(CommitId head, Reason reason, String why) implements Outcome {}
  }

  /// Fetches what is new.
  ///
  /// @param transport to the host, with a timeout
  /// @throws IOException when the host does not answer; a retry is safe
  public synchronized Outcome fetch(Transport transport) throws IOException {
    transport.setFetchThin(false); // so that a delta does not reach what is here already
    while (true) {
      Optional<Outcome> outcome = attempt(transport);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
  }

  /// Forgets what is here of the branch, so that the next fetch asks for all of it.
  public synchronized void forget() throws IOException {
    here = null;
    RefUpdate update = into.updateRef(tracking);
    update.setForceUpdate(true);
    update.disableRefLog();
    update.delete();
  }

  /// Nothing when the host is to be asked again at once.
  private Optional<Outcome> attempt(Transport transport) throws IOException {
    try (FetchConnection connection = transport.openFetch(List.of(new RefSpec(branch)))) {
      if (!(connection instanceof BasePackFetchConnection)) {
        throw new NotSupportedException(
            "the host hands out files instead of packs; expected Git's smart protocol");
      }
      Ref ref = connection.getRef(branch);
      ObjectId head = ref == null ? null : ref.getObjectId();
      if (ref == null || head == null) {
        return Optional.of(new Outcome.Fetched(null));
      }
      Outcome.Refused known = refused;
      if (known != null && known.head().value().equals(head.name())) {
        return Optional.of(known);
      }
      try {
        take(connection, ref, head);
        return Optional.of(new Outcome.Fetched(new CommitId(head.name())));
      } catch (TransportException failed) {
        return judge(head, failed);
      }
    }
  }

  private void take(FetchConnection connection, Ref ref, ObjectId head) throws IOException {
    ObjectId tracked = tracked();
    if (!head.equals(tracked) && !head.equals(here)) {
      try {
        connection.fetch(NullProgressMonitor.INSTANCE, List.of(ref), Set.of());
      } finally {
        for (PackLock lock : connection.getPackLocks()) {
          lock.unlock();
        }
      }
    }
    if (!head.equals(tracked)) {
      track(tracked, head);
    }
    here = head.copy();
    failing = null;
    refused = null;
  }

  private Optional<Outcome> judge(ObjectId head, TransportException failed)
      throws TransportException {
    CommitId shown = new CommitId(head.name());
    UnreadableObject unreadable = BoundedRepository.refusal(failed).orElse(null);
    if (unreadable != null) {
      refused = new Outcome.Refused(shown, unreadable.reason(), unreadable.describe());
      return Optional.of(refused);
    }
    failures = head.equals(failing) ? failures + 1 : 1;
    failing = head.copy();
    if (failures >= ATTEMPTS) {
      return Optional.of(
          new Outcome.Refused(
              shown,
              Reason.MISSING,
              "the host shows a head that it does not hand out: " + failed.getMessage()));
    }
    if (saysSo(failed)) {
      return Optional.empty();
    }
    throw failed;
  }

  /// Whether it is the host itself that says that it fails.
  private static boolean saysSo(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof RemoteRepositoryException
          || (cause instanceof TransportException
              && String.valueOf(cause.getMessage()).startsWith(JGitText.get().prefixRemote))) {
        return true;
      }
    }
    return false;
  }

  private @Nullable ObjectId tracked() throws IOException {
    Ref ref = into.exactRef(tracking);
    return ref == null ? null : ref.getObjectId();
  }

  private void track(@Nullable ObjectId tracked, ObjectId head) throws IOException {
    try (BoundedObjects objects = BoundedObjects.of(into, into.limits())) {
      CommitLine line = CommitLine.of(objects, tracked, head, commitBytes, commits);
      if (line.gap().isPresent() || line.lastMerge().isPresent()) {
        return;
      }
    }
    RefUpdate update = into.updateRef(tracking);
    update.setNewObjectId(head);
    update.setForceUpdate(true);
    update.disableRefLog();
    RefUpdate.Result result = update.update();
    switch (result) {
      case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> {}
      default -> throw new IOException(tracking + " could not be moved: " + result);
    }
  }
}
