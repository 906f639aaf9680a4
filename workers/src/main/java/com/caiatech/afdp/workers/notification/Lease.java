package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.SchemasException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Of several processes that share a folder of outboxes, the one that sends: it holds a lock of the
/// operating system, which ends with it.
final class Lease implements AutoCloseable {
  private final Path file;
  private @Nullable FileChannel channel;
  private @Nullable FileLock lock;

  Lease(Path folder) {
    this.file = folder.resolve("lock");
  }

  /// Whether this process is the one; takes the lock where it is free.
  ///
  /// @throws SchemasException.KeyFault when the file cannot be opened
  synchronized boolean isHeld() {
    if (lock != null) {
      return true;
    }
    try {
      FileChannel open = channel;
      if (open == null) {
        Files.createDirectories(file.resolveSibling(""));
        open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel = open;
      }
      lock = open.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException otherPartOfThisProcess) {
      return false;
    } catch (IOException fault) {
      throw new SchemasException.KeyFault("locking " + file + " failed: " + fault, fault);
    }
  }

  @Override
  public synchronized void close() {
    FileChannel open = channel;
    if (open != null) {
      try {
        open.close();
      } catch (IOException fault) {
        throw new SchemasException.KeyFault("giving up the lock " + file + " failed", fault);
      }
    }
  }
}
