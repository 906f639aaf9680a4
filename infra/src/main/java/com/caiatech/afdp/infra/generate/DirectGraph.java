package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.bootstrap.Identities;
import com.caiatech.afdp.infra.embedded.GraphImport;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.generate.model.Event.Committed;
import com.caiatech.afdp.infra.generate.model.Scale;
import com.caiatech.afdp.infra.runner.LogFile;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.bulk.BulkProjection;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.lambdas.intake.Projection;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.git.ObjectIds;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.LedgerEntry;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import com.caiatech.afdp.workers.ledger.ComputedVolume;
import com.caiatech.afdp.workers.ledger.WriterIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// Makes the graph of an organisation that {@link Generation} would write, without its ledgers and
/// repositories: the same records, signatures and commits are made from the same events, projected
/// in memory and handed to the database's importer. For measurements alone: nothing that the graph
/// names can be verified, for there is no evidence.
public final class DirectGraph {
  private DirectGraph() {}

  /// Makes it, with all indexes, in the folder of the graph of a state folder.
  ///
  /// @param folder where nothing is yet
  /// @param port for Bolt meanwhile
  /// @param progress is told how far it is
  /// @throws InfraException.Refused when something is in the folder; nothing was changed
  /// @throws InfraException.Unavailable when it cannot be written; what is there then is incomplete
  public static Generation.Result run(
      Path folder, Scale scale, int port, Consumer<String> progress) {
    Generation.requireEmpty(folder);
    try (StateFolder state = StateFolder.open(folder);
        LogFile _ = LogFile.open(state.layout().logs())) {
      StateLayout layout = state.layout();
      GraphImport graph = new GraphImport(layout.neo4j(), layout.root().resolve("graph.taken"));
      Generation.Result result;
      try (Handover handover = new Handover()) {
        result =
            Generation.write(
                layout,
                scale,
                progress,
                (bootstrap, policies) -> destination(layout, bootstrap, policies, graph, handover));
        handover.finish();
      }
      progress.accept("importing " + graph.size());
      graph.run(progress);
      complete(layout, result, port, progress);
      return result;
    }
  }

  /// Makes the indexes, and takes in the trust policy's volume, which is there.
  private static void complete(
      StateLayout layout, Generation.Result result, int port, Consumer<String> progress) {
    String password = Identities.neo4jPassword(layout);
    progress.accept("making indexes");
    Path alone = layout.root().resolve("policies.json");
    new PlatformFile(alone).replace(policiesAlone(new PlatformFile(layout.platform()).current()));
    try (Neo4jServer server = Neo4jServer.start(layout.neo4j(), port, password);
        Projection projection =
            new Projection(
                new ProjectionConfiguration(
                    alone,
                    layout.evidence(),
                    new ProjectionConfiguration.Bolt(server.boltUri(), Neo4jServer.USER, password),
                    result.pinnedPolicy(),
                    layout.pepper(),
                    layout.people()),
                new Counters())) {
      projection.migrate();
      projection
          .platform()
          .policies()
          .forEach(volume -> projection.project(new PushSource.Ledger(volume.name())));
    }
  }

  /// The other volumes are in the graph, and nowhere else.
  private static Platform policiesAlone(Platform platform) {
    return new Platform(
        platform.audience(), platform.environments(), platform.policies(), List.of(), List.of());
  }

  private static Generation.Destination destination(
      StateLayout layout,
      Bootstrap bootstrap,
      PolicyHistory policies,
      GraphImport graph,
      Handover handover) {
    BulkProjection projection =
        new BulkProjection(
            graph, policies, Pepper.read(layout.pepper()), new PersonKeyStore(layout.people()));
    handover.begin(projection::finish);
    return new Generation.Destination() {
      @Override
      public SourceHistory.Store repository(String name) {
        return new Commits(new RepositoryName(name), projection, handover);
      }

      @Override
      public RecordVolumes volumes() {
        return new Volumes(bootstrap.writer(), projection, handover);
      }
    };
  }

  /// Commits of a repository, of which nothing is kept.
  private static final class Commits implements SourceHistory.Store {
    private final RepositoryName name;
    private final BulkProjection projection;
    private final Handover handover;
    private final ObjectIds ids = new ObjectIds();
    private final BranchFiles files = new BranchFiles();

    Commits(RepositoryName name, BulkProjection projection, Handover handover) {
      this.name = name;
      this.projection = projection;
      this.handover = handover;
    }

    @Override
    public ObjectId add(int type, byte[] bytes) {
      return ids.add(type, bytes);
    }

    @Override
    public void committed(
        CommitId commit,
        List<CommitId> parents,
        byte[] raw,
        Committed event,
        Map<String, SourceHistory.Version> versions) {
      handover.take(
          () -> projection.add(name, commit, parents, raw, files.touched(event, versions)));
    }

    @Override
    public void close(@Nullable CommitId head) {}
  }

  /// Volumes of which nothing is kept.
  private static final class Volumes implements RecordVolumes {
    private final WriterIdentity identity;
    private final BulkProjection projection;
    private final Handover handover;
    private final Map<Series, ComputedVolume> volumes = new EnumMap<>(Series.class);
    private final List<BulkProjection.Recorded> together = new ArrayList<>();

    Volumes(WriterIdentity identity, BulkProjection projection, Handover handover) {
      this.identity = identity;
      this.projection = projection;
      this.handover = handover;
      EnumSet.complementOf(EnumSet.of(Series.TRUST_POLICY))
          .forEach(series -> volumes.put(series, new ComputedVolume(series, identity)));
    }

    @Override
    public List<RecordRef> write(Series series, List<LedgerRecord> records, Instant recordedAt) {
      LedgerCommit commit =
          Objects.requireNonNull(volumes.get(series), series::value).write(records, recordedAt);
      Map<String, RecordRef> refs = new HashMap<>();
      for (LedgerEntry entry : commit.entries()) {
        refs.put(
            entry.path(),
            new RecordRef(commit.volume(), entry.index(), entry.path(), entry.sha256()));
      }
      synchronized (together) {
        together.add(
            new BulkProjection.Recorded(commit, records, recordedAt, identity.key().fingerprint()));
      }
      return records.stream()
          .map(it -> Objects.requireNonNull(refs.get(LedgerPath.of(it.header()).text())))
          .toList();
    }

    @Override
    public void wrote() {
      List<BulkProjection.Recorded> commits;
      synchronized (together) {
        commits = List.copyOf(together);
        together.clear();
      }
      handover.take(() -> projection.add(commits));
    }

    @Override
    public void publish() {}

    @Override
    public void close() {}
  }
}
