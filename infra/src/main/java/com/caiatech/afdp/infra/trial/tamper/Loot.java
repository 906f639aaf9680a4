package com.caiatech.afdp.infra.trial.tamper;

import com.caiatech.afdp.infra.bootstrap.Identities;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.signing.OpenPgpSecretKey;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.schemas.trust.GatewayProver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What is to be taken from a state folder: copies of the ledgers, and the keys. A thief uses the
/// keys that it has; the others stand for honest acts before and after.
final class Loot implements AutoCloseable {
  final OpenPgpSecretKey worker;
  final OpenPgpSecretKey root;
  final OpenPgpSecretKey stranger;
  final GatewayProver gateway;
  final Sha256 pinned;
  private final StateLayout layout;
  private final Path folder;
  private final Map<RepositoryName, SourceMirror> repositories = new HashMap<>();
  private int copies;

  /// @param folder for copies
  Loot(StateLayout layout, Path folder) {
    this.layout = layout;
    this.folder = folder;
    this.worker = OpenPgpSecretKey.read(layout.workerKey());
    this.root = OpenPgpSecretKey.read(layout.rootKey());
    this.stranger = OpenPgpSecretKey.generate("Mallory <mallory@afdp.invalid>", Instant.now());
    Platform platform = new PlatformFile(layout.platform()).current();
    this.gateway =
        new GatewayProver(Ed25519SigningKey.read(layout.gatewayKey()), platform.audience());
    this.pinned = Identities.pinnedPolicy(layout);
    for (Platform.SourceRepository repository : platform.repositories()) {
      repositories.put(
          repository.name(), SourceMirror.reading(layout.repository(repository.name().value())));
    }
  }

  /// The repositories that deployments are compared with.
  Map<RepositoryName, SourceMirror> repositories() {
    return repositories;
  }

  /// A fresh copy of a ledger as it stands.
  VolumeCopy copy(Series series) {
    copies++;
    return VolumeCopy.of(
        layout.ledger(series.value()), folder.resolve(copies + "-" + series + ".git"), series);
  }

  @Override
  public void close() {
    repositories.values().forEach(SourceMirror::close);
  }
}
