package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.PendingRange;
import com.caiatech.afdp.graphmodel.commit.RangeWriter;
import com.caiatech.afdp.graphmodel.commit.ResolvedRange;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.neo4j.driver.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares what deployments say of the trees that they deployed, and of what they shipped and
/// withdrew, with the repositories, and writes the relationships. A repository that cannot be read
/// leaves its ranges pending and blocks nothing.
///
/// Mirrors keep every deployed commit that they once held, so a previous commit vanishes only where
/// a mirror was lost and the repository no longer hands the commit out. When the repository was
/// fetched and does not have it, that is a violation, and what was shipped is what the repository
/// has beyond the merge base, where the recorded digest proves it. All that follows from the
/// records and the mirror: a rebuild says the same, and so does this once the commit is back.
final class RangeResolver {
  private static final Logger LOG = LoggerFactory.getLogger(RangeResolver.class);

  private static final int RANGES_TOGETHER = 100;
  private static final int COMMITS_TOGETHER = 5_000;

  private final Driver driver;
  private final EvidenceStore evidence;
  private final Fetching fetching;
  private final CommitIntake commits;
  private final Counters counters;

  RangeResolver(
      Driver driver,
      EvidenceStore evidence,
      Fetching fetching,
      CommitIntake commits,
      Counters counters) {
    this.driver = driver;
    this.evidence = evidence;
    this.fetching = fetching;
    this.commits = commits;
    this.counters = counters;
  }

  /// Resolves what waits and whose commits are in the graph, without fetching anything.
  void resolveTaken() {
    resolveTaken(new RangeWriter(driver).pending());
  }

  /// The same of one repository.
  void resolveTaken(RepositoryName repository) {
    resolveTaken(new RangeWriter(driver).pending(repository));
  }

  /// The same of some deployments. What waits besides is not looked at.
  void resolveTaken(Set<String> deployments) {
    resolveTaken(new RangeWriter(driver).pending(deployments));
  }

  private void resolveTaken(List<PendingRange> waiting) {
    Pass pass = new Pass(Set.of());
    SortedMap<RepositoryName, List<PendingRange>> byRepository = new TreeMap<>();
    waiting.forEach(
        range ->
            byRepository.computeIfAbsent(range.repository(), _ -> new ArrayList<>()).add(range));
    byRepository.forEach(
        (repository, ranges) -> {
          Set<CommitId> taken =
              commits.taken(repository, ranges.stream().map(PendingRange::commit).toList());
          for (PendingRange range : ranges) {
            if (taken.contains(range.commit())) {
              compareTaken(range, pass);
            }
          }
        });
    write(pass);
  }

  private void compareTaken(PendingRange range, Pass pass) {
    SourceMirror mirror = evidence.repository(range.repository());
    try {
      if (mirror.contains(range.commit())) {
        mirror.pin(range.commit());
        comparison(range, pass).compare().ifPresent(resolved -> found(range, resolved, pass));
      }
    } catch (SchemasException.SourceFault unreadable) {
      stays(range, unreadable);
    }
  }

  /// Resolves what waits and can be resolved; fetches and takes in commits for it.
  ///
  /// @param silent the repositories that are not asked
  /// @return how many still wait
  int resolve(Platform platform, Deadline deadline, Set<RepositoryName> silent) {
    Pass pass = new Pass(silent);
    int waiting = 0;
    for (PendingRange range : new RangeWriter(driver).pending()) {
      Optional<ResolvedRange> resolved;
      try {
        if (range.vanished() && comparison(range, pass).lacksPrevious()) {
          continue;
        }
        resolved =
            !deadline.hasPassed() && isReady(platform, range, pass, deadline)
                ? compareAgain(platform, range, pass)
                : Optional.empty();
      } catch (SchemasException.SourceFault unreadable) {
        stays(range, unreadable);
        resolved = Optional.empty();
      }
      if (resolved.isEmpty()) {
        waiting++;
      } else {
        found(range, resolved.get(), pass);
        write(pass); // what comes next may wait for a host
      }
    }
    return waiting;
  }

  /// What was done in one look at all ranges.
  private static final class Pass {
    final Set<RepositoryName> fetched;

    /// Whether the repositories that were asked for everything answered.
    final Map<RepositoryName, Boolean> anew = new HashMap<>();

    /// The digests of trees that were walked.
    final Map<CommitId, Sha256> trees = new HashMap<>();

    /// What was found and is not written yet, and how many commits that names.
    final List<RangeWriter.Finding> found = new ArrayList<>();

    int commits;

    /// @param silent the repositories that are not asked
    Pass(Set<RepositoryName> silent) {
      fetched = new HashSet<>(silent);
      silent.forEach(repository -> anew.put(repository, false));
    }
  }

  private RangeComparison comparison(PendingRange range, Pass pass) {
    return new RangeComparison(evidence.repository(range.repository()), range, pass.trees);
  }

  private void found(PendingRange range, ResolvedRange resolved, Pass pass) {
    pass.found.add(new RangeWriter.Finding(range, resolved));
    pass.commits += resolved.related();
    if (pass.found.size() >= RANGES_TOGETHER || pass.commits >= COMMITS_TOGETHER) {
      write(pass);
    }
  }

  private void write(Pass pass) {
    if (pass.found.isEmpty()) {
      return;
    }
    for (RangeWriter.Finding written : new RangeWriter(driver).write(pass.found)) {
      counters.count(CounterNames.RANGES);
      if (written.resolved() instanceof ResolvedRange.Mismatch) {
        counters.count(CounterNames.RANGE_MISMATCHES);
      }
    }
    pass.found.clear();
    pass.commits = 0;
  }

  private boolean isReady(Platform platform, PendingRange range, Pass pass, Deadline deadline) {
    Optional<Platform.SourceRepository> repository = platform.repository(range.repository());
    if (repository.isEmpty()) {
      return false;
    }
    SourceMirror mirror = evidence.repository(range.repository());
    if (!isWhole(mirror, range, pass)
        && pass.fetched.add(range.repository())
        && !fetch(repository.get(), mirror, range, pass)) {
      return false;
    }
    if (!mirror.contains(range.commit())) {
      return false;
    }
    mirror.pin(range.commit());
    return isTaken(repository.get(), range, deadline);
  }

  /// Whether the mirror holds both commits; what it cannot read it has to fetch as what it lacks.
  private boolean isWhole(SourceMirror mirror, PendingRange range, Pass pass) {
    try {
      return mirror.contains(range.commit()) && !comparison(range, pass).lacksPrevious();
    } catch (SchemasException.SourceFault unreadable) {
      stays(range, unreadable);
      return false;
    }
  }

  private boolean isTaken(
      Platform.SourceRepository repository, PendingRange range, Deadline deadline) {
    try {
      return commits.takeAncestors(repository, range.commit(), deadline);
    } catch (LambdasException.Unavailable
        | LambdasException.OutOfTime
        | LambdasException.EvidenceFault
        | LambdasException.LostObjects late) {
      LOG.info("Ranges of {} stay pending: {}", range.repository(), late.getMessage());
      return false;
    }
  }

  /// What is in the graph was in the mirror: where it is gone, everything is fetched anew.
  private boolean fetch(
      Platform.SourceRepository repository, SourceMirror mirror, PendingRange range, Pass pass) {
    CommitId previous = range.previous();
    boolean lost =
        commits.isTaken(range.repository(), range.commit())
            && (previous == null || commits.isTaken(range.repository(), previous));
    if (lost) {
      return fetchAnew(repository, range, pass);
    }
    try {
      fetching.source(repository, mirror);
      return true;
    } catch (LambdasException.Unavailable unreachable) {
      stays(range, unreachable);
      return false;
    }
  }

  /// Asks for everything, once in a pass.
  ///
  /// @return whether the repository answered
  private boolean fetchAnew(Platform.SourceRepository repository, PendingRange range, Pass pass) {
    Boolean answered = pass.anew.get(repository.name());
    if (answered == null) {
      try {
        fetching.sourceAnew(repository, evidence.repository(repository.name()));
        answered = true;
      } catch (LambdasException.Unavailable unreachable) {
        stays(range, unreachable);
        answered = false;
      }
      pass.anew.put(repository.name(), answered);
    }
    return answered;
  }

  /// Compares; where the mirror lost something of the tree, or lacks the previous commit, once more
  /// after everything was fetched anew. A previous commit that it lacks then has vanished.
  ///
  /// @throws SchemasException.SourceFault when the mirror still cannot read what it compares
  private Optional<ResolvedRange> compareAgain(Platform platform, PendingRange range, Pass pass) {
    RangeComparison comparison = comparison(range, pass);
    try {
      if (!comparison.lacksPrevious()) {
        return comparison.compare();
      }
    } catch (SchemasException.SourceFault unreadable) {
      stays(range, unreadable);
    }
    if (!fetchAnew(platform.repository(range.repository()).orElseThrow(), range, pass)) {
      return Optional.empty();
    }
    return comparison.lacksPrevious() ? Optional.of(comparison.vanished()) : comparison.compare();
  }

  private static void stays(PendingRange range, RuntimeException fault) {
    LOG.warn("Ranges of {} stay pending: {}", range.repository(), fault.getMessage());
  }
}
