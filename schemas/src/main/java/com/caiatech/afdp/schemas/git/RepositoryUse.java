package com.caiatech.afdp.schemas.git;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says that this process uses a repository on a disk that several processes may share, for as long
/// as it is open. Each use is a file in the folder `afdp-use` on which the process holds the
/// system's lock, which goes with the process however it ends.
///
/// Git's own lock files, `*.lock`, stay when a process is killed, and from then on nobody moves the
/// ref. They are removed by a process that begins and finds no other use, and only those that are
/// older than its own use: whoever writes one says before that it uses the repository. Both times
/// are those of the disk. How old a lock file is says nothing by itself: another machine's process
/// may have been at work for hours.
public final class RepositoryUse implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RepositoryUse.class);
  private static final String FOLDER = "afdp-use";
  private static final String BEGINNING = "beginning-";
  private static final String LOCK = ".lock";

  /// Tells the uses of this process from those of others.
  private static final String PROCESS = UUID.randomUUID() + "-";

  private final Path file;
  private final FileChannel channel;

  private RepositoryUse(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Begins to use the bare repository in the folder, and removes the lock files that nobody owns
  /// any more.
  ///
  /// @throws IOException when the disk cannot be written or knows no locks; nothing was removed
  public static RepositoryUse begin(Path repository) throws IOException {
    Path uses = Files.createDirectories(repository.resolve(FOLDER));
    String name = PROCESS + UUID.randomUUID();
    Path beginning = uses.resolve(BEGINNING + name);
    FileChannel channel =
        FileChannel.open(beginning, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.lock();
      Path file = Files.move(beginning, uses.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      RepositoryUse use = new RepositoryUse(file, channel);
      if (use.isAlone()) {
        removeLocks(repository, Files.getLastModifiedTime(file));
      }
      return use;
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /// Ends the use.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("ending the use " + file, failed);
    }
  }

  private boolean isAlone() throws IOException {
    try (Stream<Path> uses = Files.list(file.getParent())) {
      for (Path use : uses.toList()) {
        String name = use.getFileName().toString();
        if (!use.equals(file) && !name.startsWith(BEGINNING) && isAlive(use, name)) {
          return false;
        }
      }
      return true;
    }
  }

  /// Whether a process holds the use. One of this process is not opened: that would end its lock.
  private static boolean isAlive(Path use, String name) throws IOException {
    if (name.startsWith(PROCESS)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(use, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return true;
      }
      Files.deleteIfExists(use);
      return false;
    } catch (NoSuchFileException ended) {
      return false;
    }
  }

  private static void removeLocks(Path repository, FileTime began) throws IOException {
    for (Path lock : locks(repository)) {
      if (Files.getLastModifiedTime(lock).compareTo(began) < 0) {
        Files.deleteIfExists(lock);
        LOG.warn("Removed {}, which a process that was killed left behind", lock);
      }
    }
  }

  private static List<Path> locks(Path repository) throws IOException {
    Path folder = repository.resolve("refs");
    try (Stream<Path> refs = Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty();
        Stream<Path> top = Files.list(repository)) {
      return Stream.concat(refs, top)
          .filter(file -> file.getFileName().toString().endsWith(LOCK))
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
