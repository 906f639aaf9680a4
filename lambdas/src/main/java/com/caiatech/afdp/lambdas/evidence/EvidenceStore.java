package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.schemas.evidence.AcceptedHeads;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.source.SourceMirror;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The folder of evidence: `heads/<volume>` for the accepted heads ({@link
/// com.caiatech.afdp.schemas.evidence.AcceptedHeads}) and `observations/<volume>` for the
/// structural faults that were seen at a volume's host, each written once; mirrors beside them,
/// from which is read: `ledgers/<volume>.git` and `repositories/<name>.git`. Only this module
/// writes it, and what was refused stays.
public final class EvidenceStore implements AutoCloseable {
  private final Path folder;
  private final Map<VolumeName, LedgerMirror> ledgers = new ConcurrentHashMap<>();
  private final Map<RepositoryName, SourceMirror> repositories = new ConcurrentHashMap<>();

  public EvidenceStore(Path folder) {
    this.folder = folder;
  }

  /// The evidence of a volume; it stays open with the store.
  public LedgerMirror ledger(Platform.Volume volume) {
    return ledger(volume.name(), volume.series());
  }

  /// The evidence of a volume; it stays open with the store.
  public LedgerMirror ledger(VolumeName volume, Series series) {
    return ledgers.computeIfAbsent(volume, name -> LedgerMirror.open(folder, series, name));
  }

  /// Whether a head of the volume was accepted.
  public boolean holds(VolumeName volume) {
    return new AcceptedHeads(folder, volume).highest().isPresent();
  }

  /// The mirror of a source repository; it stays open with the store.
  public SourceMirror repository(RepositoryName repository) {
    return repositories.computeIfAbsent(
        repository,
        name -> SourceMirror.open(folder.resolve("repositories").resolve(name + ".git")));
  }

  /// What was seen at the volume's host.
  public Observations observations(VolumeName volume) {
    return new Observations(folder.resolve("observations").resolve(volume.value()), volume);
  }

  @Override
  public void close() {
    ledgers.values().forEach(LedgerMirror::close);
    repositories.values().forEach(SourceMirror::close);
  }
}
