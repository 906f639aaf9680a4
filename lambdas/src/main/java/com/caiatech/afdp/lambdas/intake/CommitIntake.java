package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitRow;
import com.caiatech.afdp.graphmodel.commit.CommitWriter;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.driver.Driver;

/// Takes the commits of a source repository into the graph, parents first, in bounded batches: a
/// commit that is in the graph has all its ancestors there.
final class CommitIntake {
  private static final int BATCH_COMMITS = 250;
  private static final int BATCH_FILES = 4000;

  private final Driver driver;
  private final EvidenceStore evidence;
  private final Fetching fetching;
  private final CommitAuthors authors;
  private final Counters counters;

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
  void take(Platform.SourceRepository repository) {
    SourceMirror mirror = evidence.repository(repository.name());
    switch (fetching.source(repository, mirror)) {
      case FetchOutcome.Fetched fetched -> takeHeads(repository.name(), fetched);
      case FetchOutcome.EmptyRepository ignored -> {}
      case FetchOutcome.NotARepository ignored -> {}
      case FetchOutcome.Unreachable ignored -> {}
    }
  }

  /// Takes in a commit of the mirror with all its ancestors.
  void takeAncestors(RepositoryName repository, CommitId commit) {
    CommitWriter writer = new CommitWriter(driver, repository);
    if (!writer.isComplete(commit)) {
      write(writer, repository, List.of(commit), writer.heads());
    }
  }

  private void takeHeads(RepositoryName repository, FetchOutcome.Fetched fetched) {
    CommitWriter writer = new CommitWriter(driver, repository);
    Set<CommitId> known = writer.heads();
    Set<CommitId> tips = new TreeSet<>(fetched.branches().values());
    if (!tips.equals(known)) {
      write(writer, repository, tips, known);
      writer.setHeads(tips);
    }
  }

  private void write(
      CommitWriter writer,
      RepositoryName repository,
      Collection<CommitId> tips,
      Set<CommitId> known) {
    SourceMirror mirror = evidence.repository(repository);
    try (CommitWalk walk = new CommitWalk(mirror.repository(), repository, authors, tips, known)) {
      List<CommitRow> rows = walk.next(BATCH_COMMITS, BATCH_FILES);
      while (!rows.isEmpty()) {
        counters.count(CounterNames.COMMITS, writer.write(rows));
        rows = walk.next(BATCH_COMMITS, BATCH_FILES);
      }
    }
  }
}
