package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.GraphDriver;
import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.query.ProjectedRegistrations;
import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.evidence.EvidenceStore;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.git.GitHosts;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.EffectivePlatform;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.platform.RegisteredPlatform;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the graph up to what a repository has. All that a function or a rebuild needs is made
/// here; the graph is migrated at the first use.
///
/// Every call can be repeated, by several processes at once: each starts at the watermark in the
/// graph. Within one process a repository is taken in by one thread at a time.
public final class Projection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

  private final PlatformFile configured;
  private final RegisteredPlatform platform;
  private final RegistrationHint hint;
  private final GitHosts hosts;
  private final Driver driver;
  private final EvidenceStore evidence;
  private final VolumeIntake volumes;
  private final CommitIntake commits;
  private final RangeResolver ranges;
  private final IntakeNotes notes;
  private final Counters counters;
  private final Map<PushSource, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final ReentrantLock migrating = new ReentrantLock();
  private boolean migrated;

  public Projection(ProjectionConfiguration configuration, Counters counters) {
    this(configuration, counters, source -> Optional.empty());
  }

  /// @param address where a repository is fetched instead of its configured address
  public Projection(
      ProjectionConfiguration configuration,
      Counters counters,
      Function<PushSource, Optional<URI>> address) {
    this.counters = counters;
    this.configured = new PlatformFile(configuration.platformFile());
    this.hosts = new GitHosts(configuration.gitCredentials());
    Fetching fetching = new Fetching(address, this::access);
    this.evidence = new EvidenceStore(configuration.evidenceFolder());
    this.driver =
        GraphDatabase.driver(
            configuration.bolt().uri(),
            AuthTokens.basic(configuration.bolt().user(), configuration.bolt().password()),
            GraphDriver.settings().build());
    this.platform = new RegisteredPlatform(configured, new ProjectedRegistrations(driver));
    this.hint = new RegistrationHint(configured, platform, configuration.registeredFile());
    CommitAuthors authors =
        new CommitAuthors(
            Pepper.read(configuration.pepperFile()),
            new PersonKeyStore(configuration.peopleFolder()));
    Policies policies = new Policies(configuration.policySha256(), evidence, fetching);
    this.notes = new IntakeNotes(driver, counters);
    this.volumes = new VolumeIntake(driver, evidence, policies, fetching, notes, counters);
    this.commits = new CommitIntake(driver, evidence, fetching, authors, notes, counters);
    this.ranges = new RangeResolver(driver, evidence, fetching, commits, counters);
  }

  /// How far the address of a repository may lead: hosts are a matter of configuration alone.
  GitAccess access(String address) {
    return hosts.to(configured.current(), address);
  }

  /// The platform as it is now: its configuration, and what the projected registrations add.
  public Platform platform() {
    return effective().platform();
  }

  /// The same with the registrations that have no effect.
  public EffectivePlatform effective() {
    migrate();
    return platform.effective();
  }

  /// The graph; it is closed with the projection.
  public Driver driver() {
    return driver;
  }

  /// The evidence; it is closed with the projection.
  public EvidenceStore evidence() {
    return evidence;
  }

  /// Gives the graph the newest constraints and indexes; the first use does it where nobody did.
  public void migrate() {
    migrating.lock();
    try {
      if (!migrated) {
        new Migrations(driver).apply();
        migrated = true;
      }
    } finally {
      migrating.unlock();
    }
  }

  /// Brings the graph up to what the repository has now, however long it takes.
  public void project(PushSource source) {
    project(source, Deadline.NONE);
  }

  /// Brings the graph up to what the repository has now.
  ///
  /// @throws LambdasException.Refused when it is not configured
  /// @throws LambdasException.Unavailable when it does not answer; a retry is safe
  /// @throws LambdasException.OutOfTime when it takes longer; what was done stays
  /// @throws SchemasException.NewerThanSoftware at a commit that newer software wrote; what stands
  ///   before it was taken in
  public void project(PushSource source, Deadline deadline) {
    deadline.require("Projecting " + source.fullName());
    migrate();
    ReentrantLock lock = locks.computeIfAbsent(source, ignored -> new ReentrantLock());
    lock.lock();
    try {
      switch (source) {
        case PushSource.Ledger ledger -> projectVolume(configured.current(), ledger, deadline);
        case PushSource.Source repository ->
            projectRepository(platform.current(), repository, deadline);
      }
      notes.ended(source);
    } catch (RuntimeException | Error fault) {
      notes.failed(source, fault);
      throw fault;
    } finally {
      lock.unlock();
    }
    counters.count(CounterNames.PUSHES_PROJECTED);
  }

  /// Tries the ranges that wait for their repository, however long it takes.
  ///
  /// @return how many still wait
  public int resolveRanges() {
    return resolveRanges(Deadline.NONE, Set.of());
  }

  /// Tries the ranges that wait for their repository.
  ///
  /// @param silent the repositories that are not asked, because they did not answer just now
  /// @return how many still wait
  public int resolveRanges(Deadline deadline, Set<RepositoryName> silent) {
    migrate();
    return ranges.resolve(platform.current(), deadline, silent);
  }

  @Override
  public void close() {
    driver.close();
    evidence.close();
  }

  private void projectVolume(Platform now, PushSource.Ledger ledger, Deadline deadline) {
    Platform.Volume volume = now.volume(ledger.volume()).orElseThrow(() -> notConfigured(ledger));
    VolumeIntake.Result result = volumes.take(now, volume, deadline);
    Set<String> deployed = new HashSet<>(result.deployed());
    boolean judgedAnew = result.judgedAnew();
    if (volume.series() == Series.TRUST_POLICY && result.entries() > 0) {
      for (Platform.Volume other : policiesFirst(now)) {
        Optional<VolumeIntake.Result> rejudged = rejudge(now, other);
        rejudged.ifPresent(of -> deployed.addAll(of.deployed()));
        judgedAnew |= rejudged.map(VolumeIntake.Result::judgedAnew).orElse(false);
      }
    }
    if (judgedAnew) {
      ranges.resolveTaken();
    } else if (!deployed.isEmpty()) {
      ranges.resolveTaken(deployed);
    }
    if (volume.series() == Series.DEPLOYMENT_MANIFESTS || volume.series() == Series.TRUST_POLICY) {
      hint.tell();
    }
    if (result.newer() != null) {
      throw result.newer();
    }
  }

  /// What a volume of the policies brings may end another one, or let another one count.
  private static List<Platform.Volume> policiesFirst(Platform platform) {
    return Stream.concat(platform.policies().stream(), platform.volumes().stream())
        .distinct()
        .toList();
  }

  /// A new policy judges all volumes; one that cannot be read or judged now is judged by its own
  /// next push, which finds the newer policy.
  ///
  /// @return what came of it, where it was judged now
  private Optional<VolumeIntake.Result> rejudge(Platform now, Platform.Volume other) {
    try {
      VolumeIntake.Result result = volumes.take(now, other, Deadline.NONE);
      if (result.newer() != null) {
        LOG.error("Volume {} is stopped: {}", other.name(), result.newer().getMessage());
      }
      notes.ended(new PushSource.Ledger(other.name()));
      return Optional.of(result);
    } catch (LambdasException.Unavailable | LambdasException.EvidenceFault unreadable) {
      LOG.warn("A new policy waits for volume {}: {}", other.name(), unreadable.getMessage());
      return Optional.empty();
    }
  }

  private void projectRepository(Platform now, PushSource.Source source, Deadline deadline) {
    commits.take(
        now.repository(source.repository()).orElseThrow(() -> notConfigured(source)), deadline);
    ranges.resolveTaken(source.repository());
  }

  private static LambdasException notConfigured(PushSource source) {
    return new LambdasException.Refused(
        "Projecting " + source.fullName() + ": it is not configured on this platform");
  }
}
