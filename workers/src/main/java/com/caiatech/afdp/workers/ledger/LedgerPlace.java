package com.caiatech.afdp.workers.ledger;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the first volume of a series lies; the others lie beside it.
public sealed interface LedgerPlace {
  /// Opens the volume; the caller closes it.
  ///
  /// @throws com.caiatech.afdp.workers.WorkersException.LedgerUnavailable when the repository on
  ///   this machine cannot be opened
  VolumeStore open();

  /// A bare repository on a disk that this machine shares with the Git host.
  record OnSharedDisk(Path repository) implements LedgerPlace {
    @Override
    public VolumeStore open() {
      return SharedDisk.open(repository);
    }
  }

  /// A repository on a Git host.
  ///
  /// @param cloneFolder the folder of its clone, which no other process uses; made where it is
  ///   missing, and made anew where it was deleted
  /// @param account absent where the host asks for none, or the transport has its own
  record OnGitHost(URI address, Path cloneFolder, @Nullable GitAccount account)
      implements LedgerPlace {
    @Override
    public VolumeStore open() {
      return GitHost.open(address, cloneFolder, account);
    }
  }
}
