package com.caiatech.afdp.lambdas.bulk;

import com.caiatech.afdp.graphmodel.bulk.GraphSink;
import com.caiatech.afdp.graphmodel.commit.TouchedFile;
import com.caiatech.afdp.graphmodel.projection.Fact;
import com.caiatech.afdp.graphmodel.projection.ProjectedEntry;
import com.caiatech.afdp.graphmodel.projection.VolumeState;
import com.caiatech.afdp.graphmodel.projection.WholeProjection;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.lambdas.intake.CommitRows;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.LedgerEntry;
import com.caiatech.afdp.schemas.ledger.LedgerPath;
import com.caiatech.afdp.schemas.merkle.CompactRange;
import com.caiatech.afdp.schemas.merkle.MerkleTree;
import com.caiatech.afdp.schemas.record.Grant;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.sealing.Pepper;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import com.caiatech.afdp.schemas.trust.PolicyHistory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Projects commits of ledgers, which are known to count, and of repositories as they are made, in
/// their order, and tells the graph that the projection leaves of them. Not thread-safe.
public final class BulkProjection {
  private final GraphSink sink;
  private final PolicyHistory policies;
  private final Pepper pepper;
  private final PersonKeyStore keys;
  private final WholeProjection records;
  private final SortedMap<RepositoryName, BulkRepository> repositories = new TreeMap<>();
  private final SortedMap<VolumeName, BulkVolume> volumes = new TreeMap<>();

  /// @param policies those by which the ledgers count
  /// @param keys by which the names of people are sealed
  public BulkProjection(
      GraphSink sink, PolicyHistory policies, Pepper pepper, PersonKeyStore keys) {
    this.sink = sink;
    this.policies = policies;
    this.pepper = pepper;
    this.keys = keys;
    this.records = new WholeProjection(sink, policies, this::range);
  }

  /// A commit of a ledger.
  ///
  /// @param records what its files hold
  /// @param signer by whom it is signed
  public record Recorded(
      LedgerCommit commit, List<LedgerRecord> records, Instant recordedAt, KeyFingerprint signer) {
    public Recorded {
      records = List.copyOf(records);
    }
  }

  /// A volume as far as it was added.
  private static final class BulkVolume {
    final CompactRange log = CompactRange.of(0, List.of());
    Recorded last;

    BulkVolume(Recorded first) {
      last = first;
    }
  }

  /// Adds a commit of a repository.
  ///
  /// @param parents the commit that was added before among them
  /// @param raw its object's content
  /// @param files what it touched against its first parent, and that is all it changed against any
  /// @throws IllegalArgumentException when the commit before is no parent
  public void add(
      RepositoryName repository,
      CommitId commit,
      List<CommitId> parents,
      byte[] raw,
      List<TouchedFile> files) {
    repositories
        .computeIfAbsent(
            repository, name -> new BulkRepository(sink, name, new CommitRows(name, pepper, keys)))
        .add(commit, parents, raw, files);
  }

  /// Adds commits of ledgers that came together.
  public void add(List<Recorded> commits) {
    commits.forEach(commit -> records.add(entries(commit)));
    records.settle();
  }

  /// Tells the rest; there is nothing more to add then.
  public void finish() {
    records.finish(volumes.values().stream().map(this::state).toList());
    repositories.values().forEach(BulkRepository::finish);
  }

  private List<ProjectedEntry> entries(Recorded recorded) {
    LedgerCommit commit = recorded.commit();
    BulkVolume volume = volumes.computeIfAbsent(commit.volume(), _ -> new BulkVolume(recorded));
    Map<String, LedgerRecord> byPath = new TreeMap<>();
    recorded.records().forEach(it -> byPath.put(LedgerPath.of(it.header()).text(), it));
    ProjectedEntry.Signer signer = signer(recorded.signer());
    List<ProjectedEntry> entries = new ArrayList<>();
    List<LedgerEntry> log = commit.entries();
    for (int i = 0; i < log.size(); i++) {
      AddedFile file = commit.files().get(i);
      LedgerRecord record = Objects.requireNonNull(byPath.get(file.path()), file.path());
      ProjectedEntry entry =
          new ProjectedEntry(
              commit.volume(),
              commit.series(),
              log.get(i).index(),
              file.path(),
              record.header().subject(),
              record.header().recordId(),
              file.sha256(),
              MerkleTree.leafHash(log.get(i).bytes()),
              commit.id(),
              recorded.recordedAt(),
              signer,
              new ProjectedEntry.Content(
                  record, new String(file.bytes().orElseThrow(), StandardCharsets.UTF_8)),
              List.of());
      volume.log.append(entry.leafHash());
      entries.add(entry);
    }
    volume.last = recorded;
    return entries;
  }

  private VolumeState state(BulkVolume volume) {
    LedgerCommit head = volume.last.commit();
    SortedMap<Long, Instant> recorded = new TreeMap<>();
    for (long place = 1; place <= policies.versions().size(); place++) {
      recorded.put(place, volume.last.recordedAt());
    }
    return new VolumeState(
        head.volume(),
        head.series(),
        volume.log.size(),
        head.id(),
        volume.log.root(),
        volume.log.subtrees(),
        volume.last.recordedAt(),
        recorded,
        policies.digest());
  }

  private ProjectedEntry.Signer signer(KeyFingerprint key) {
    Grant grant = policies.currentOrNobody().holder(key).orElseThrow();
    return new ProjectedEntry.Signer(key, grant.owner(), grant.role());
  }

  private WholeProjection.Range range(Fact.Edge deployed) {
    RepositoryName repository =
        new RepositoryName(
            (String) Objects.requireNonNull(deployed.target().get(Properties.REPOSITORY)));
    return Objects.requireNonNull(repositories.get(repository), repository::value)
        .range(deployed.properties(), deployed.target());
  }
}
