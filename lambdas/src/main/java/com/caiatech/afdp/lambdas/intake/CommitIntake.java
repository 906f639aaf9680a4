package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.graphmodel.commit.CommitWriter;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Repository;
import org.neo4j.driver.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the commits of a source repository into the graph, parents first, in bounded batches: a
/// commit that is in the graph has all its ancestors there. Whoever is stopped between two batches
/// goes on after them the next time.
final class CommitIntake {
  private static final Logger LOG = LoggerFactory.getLogger(CommitIntake.class);
  private static final int LOOK_COMMITS = 2000;
  private static final int BATCH_COMMITS = 250;
  private static final int BATCH_FILES = 4000;

  private final Driver driver;
  private final EvidenceStore evidence;
  private final Fetching fetching;
  private final CommitAuthors authors;
  private final Counters counters;
  private final Map<RepositoryName, ReentrantLock> busy = new ConcurrentHashMap<>();

  CommitIntake(
      Driver driver,
      EvidenceStore evidence,
      Fetching fetching,
      CommitAuthors authors,
      Counters counters) {
    this.driver = driver;
    this.evidence = evidence;
    this.fetching = fetching;
    this.authors = authors;
    this.counters = counters;
  }

  /// Fetches the repository and takes in what is new on any branch.
  ///
  /// @throws LambdasException.OutOfTime when it takes longer; what was taken in stays
  void take(Platform.SourceRepository repository, Deadline deadline) {
    SourceMirror mirror = evidence.repository(repository.name());
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
    return !new CommitWriter(driver, repository).known(List.of(commit)).isEmpty();
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
    SourceMirror mirror = evidence.repository(repository);
    Repository git = mirror.repository();
    try (DiffTree changes = DiffTree.on(repository, git.getDirectory().toPath());
        CommitWalk walk = new CommitWalk(git, repository, authors, changes, tips, heads)) {
      for (List<CommitId> look = walk.next(LOOK_COMMITS);
          !look.isEmpty();
          look = walk.next(LOOK_COMMITS)) {
        Set<CommitId> known = writer.known(look);
        Deque<CommitId> fresh =
            look.stream()
                .filter(commit -> !known.contains(commit))
                .collect(Collectors.toCollection(ArrayDeque::new));
        while (!fresh.isEmpty()) {
          deadline.require("Taking in the commits of repository " + repository);
          counters.count(CounterNames.COMMITS, writer.write(batch(walk, fresh)));
        }
      }
    }
  }

  private static List<CommitRow> batch(CommitWalk walk, Deque<CommitId> fresh) {
    List<CommitRow> rows = new ArrayList<>();
    int files = 0;
    while (!fresh.isEmpty() && rows.size() < BATCH_COMMITS && files < BATCH_FILES) {
      CommitRow row = walk.row(fresh.remove());
      files += row.files().size();
      rows.add(row);
    }
    return rows;
  }
}
