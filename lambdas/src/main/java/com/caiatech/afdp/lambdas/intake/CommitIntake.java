package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitWriter;
import com.caiatech.afdp.graphmodel.progress.IntakeActivity;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.neo4j.driver.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the commits of a source repository into the graph, parents first, in bounded batches: a
/// commit that is in the graph has all its ancestors there. Whoever is stopped between two batches
/// goes on after them the next time.
final class CommitIntake {
  private static final Logger LOG = LoggerFactory.getLogger(CommitIntake.class);

  private final Driver driver;
  private final EvidenceStore evidence;
  private final Fetching fetching;
  private final CommitAuthors authors;
  private final IntakeNotes notes;
  private final Counters counters;
  private final Map<RepositoryName, ReentrantLock> busy = new ConcurrentHashMap<>();

  CommitIntake(
      Driver driver,
      EvidenceStore evidence,
      Fetching fetching,
      CommitAuthors authors,
      IntakeNotes notes,
      Counters counters) {
    this.driver = driver;
    this.evidence = evidence;
    this.fetching = fetching;
    this.authors = authors;
    this.notes = notes;
    this.counters = counters;
  }

  /// Fetches the repository and takes in what is new on any branch.
  ///
  /// @throws LambdasException.OutOfTime when it takes longer; what was taken in stays
  void take(Platform.SourceRepository repository, Deadline deadline) {
    SourceMirror mirror = evidence.repository(repository.name());
    if (!busy.containsKey(repository.name()) && mirror.isEmpty()) {
      notes.fetching(new PushSource.Source(repository.name()));
    }
    switch (fetching.source(repository, mirror)) {
      case FetchOutcome.Fetched fetched ->
          takeHeads(repository, fetched.branches().values(), deadline);
      case FetchOutcome.EmptyRepository ignored -> takeHeads(repository, List.of(), deadline);
      case FetchOutcome.NotARepository ignored -> {}
      case FetchOutcome.Unreachable ignored -> {}
    }
  }

  /// Whether the commit is in the graph with all its ancestors.
  boolean isTaken(RepositoryName repository, CommitId commit) {
    return taken(repository, List.of(commit)).contains(commit);
  }

  /// Which of the commits are in the graph, with all their ancestors.
  Set<CommitId> taken(RepositoryName repository, Collection<CommitId> some) {
    return new CommitWriter(driver, repository).known(some);
  }

  /// Takes in a commit of the mirror with all its ancestors.
  ///
  /// @return whether they are in; not while another thread is about the repository
  /// @throws LambdasException.OutOfTime when it takes longer; what was taken in stays
  boolean takeAncestors(Platform.SourceRepository repository, CommitId commit, Deadline deadline) {
    if (isTaken(repository.name(), commit)) {
      return true;
    }
    ReentrantLock lock = busy(repository.name());
    if (!lock.tryLock()) {
      return false;
    }
    try {
      CommitWriter writer = new CommitWriter(driver, repository.name());
      write(writer, repository, List.of(commit), writer.heads(), deadline);
      notes.ended(new PushSource.Source(repository.name()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock busy(RepositoryName repository) {
    return busy.computeIfAbsent(repository, _ -> new ReentrantLock());
  }

  private void takeHeads(
      Platform.SourceRepository repository, Collection<CommitId> branches, Deadline deadline) {
    ReentrantLock lock = busy(repository.name());
    lock.lock();
    try {
      CommitWriter writer = new CommitWriter(driver, repository.name());
      Set<CommitId> known = writer.heads();
      Set<CommitId> tips = new TreeSet<>(branches);
      if (!tips.equals(known)) {
        write(writer, repository, tips, known, deadline);
        writer.setHeads(tips);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Writes what is new; once more after the repository was fetched anew, where the mirror turns
  /// out to lack an object.
  private void write(
      CommitWriter writer,
      Platform.SourceRepository repository,
      Collection<CommitId> tips,
      Set<CommitId> heads,
      Deadline deadline) {
    try {
      write(writer, repository.name(), tips, heads, deadline);
    } catch (LambdasException.LostObjects lost) {
      LOG.warn("Everything is fetched anew: {}", lost.getMessage());
      try {
        fetching.sourceAnew(repository, evidence.repository(repository.name()));
      } catch (LambdasException.Unavailable unanswered) {
        lost.addSuppressed(unanswered);
        throw lost;
      }
      write(writer, repository.name(), tips, heads, deadline);
    }
  }

  private void write(
      CommitWriter writer,
      RepositoryName repository,
      Collection<CommitId> tips,
      Set<CommitId> heads,
      Deadline deadline) {
    Repository mirror = evidence.repository(repository).repository();
    GitCommand git = new GitCommand(repository, mirror.getDirectory().toPath());
    try (RevList list = RevList.of(git, tips, held(mirror, heads))) {
      if (list.size() > 0) {
        write(writer, git, mirror, list, deadline);
      }
    }
  }

  private void write(
      CommitWriter writer, GitCommand git, Repository mirror, RevList list, Deadline deadline) {
    PushSource source = new PushSource.Source(git.repository());
    try (IntakeProgress progress = notes.begin(source, IntakeActivity.TAKING_IN, list::size);
        DiffTree changes = new DiffTree(git);
        CommitWalk rows = new CommitWalk(mirror, git.repository(), authors, changes);
        CommitStream stream = new CommitStream(list, rows, changes, writer::known)) {
      for (Optional<CommitStream.Batch> batch = stream.next();
          batch.isPresent();
          batch = stream.next()) {
        deadline.require(progress.text());
        counters.count(CounterNames.COMMITS, writer.write(batch.get().rows()));
        progress.passed(batch.get().passed());
      }
      progress.passed(list.size());
    }
  }

  /// A known head that a rewrite took away hides nothing, and costs nothing but a second look.
  private static List<CommitId> held(Repository mirror, Set<CommitId> heads) {
    List<CommitId> held = new ArrayList<>();
    try (ObjectReader reader = mirror.newObjectReader()) {
      for (CommitId head : heads) {
        if (reader.has(ObjectId.fromString(head.value()), Constants.OBJ_COMMIT)) {
          held.add(head);
        }
      }
      return held;
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Looking for known commits in the mirror "
              + mirror.getDirectory()
              + " failed: "
              + fault
              + "; nothing was written, a retry is safe",
          fault);
    }
  }
}
