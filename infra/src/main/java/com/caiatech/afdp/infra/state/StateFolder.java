package com.caiatech.afdp.infra.state;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A state folder that this process holds exclusively, from [#open(Path)] to [#close()]. The
/// operating system drops the lock with the process, however it ends, so that a killed runner never
/// blocks the next one.
public final class StateFolder implements AutoCloseable {
  private final StateLayout layout;
  private final FileChannel channel;
  private final FileLock lock;

  private StateFolder(StateLayout layout, FileChannel channel, FileLock lock) {
    this.layout = layout;
    this.channel = channel;
    this.lock = lock;
  }

  /// Makes the folder where it is missing (owner only), and locks it.
  ///
  /// @throws InfraException.Unavailable when another runner holds it, or it cannot be made
  public static StateFolder open(Path folder) {
    StateLayout layout = new StateLayout(folder);
    try {
      OwnerOnly.folder(layout.root());
      FileChannel channel =
          FileChannel.open(
              layout.lock(),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        throw inUse(layout, channel);
      }
      OwnerOnly.restrict(layout.lock());
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      for (Path child : layout.folders()) {
        OwnerOnly.folder(child);
      }
      return new StateFolder(layout, channel, lock);
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "opening the state folder "
              + layout.root()
              + " failed: "
              + failure
              + "; expected a folder that this user may write; choose another with --state",
          failure);
    }
  }

  /// Locks the folder of a platform that is there already.
  ///
  /// @throws InfraException.Refused when there is none
  /// @throws InfraException.Unavailable when another runner holds it
  public static StateFolder ofPlatform(Path folder) {
    return open(StateLayout.ofPlatform(folder).root());
  }

  /// Where things lie in it.
  public StateLayout layout() {
    return layout;
  }

  /// Removes the `*.lock` files that a killed process left in the repositories under this folder,
  /// each of which would refuse every later push. Right only while nobody else writes there: call
  /// it before anything is started.
  ///
  /// @return what was removed
  public List<Path> removeStaleGitLocks() {
    List<Path> removed = new ArrayList<>();
    for (Path folder : layout.gitFolders()) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> stale =
            files
                .filter(file -> file.toString().endsWith(".lock") && Files.isRegularFile(file))
                .toList();
        for (Path file : stale) {
          Files.delete(file);
          removed.add(file);
        }
      } catch (IOException failure) {
        throw new InfraException.Unavailable(
            "removing stale lock files under " + folder + " failed: " + failure, failure);
      }
    }
    return List.copyOf(removed);
  }

  /// Gives the folder free for the next runner; what lies in it stays.
  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "releasing " + layout.lock() + " failed: " + failure, failure);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static InfraException inUse(StateLayout layout, FileChannel channel) throws IOException {
    ByteBuffer holder = ByteBuffer.allocate(32);
    channel.read(holder, 0);
    channel.close();
    String pid = new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII);
    return new InfraException.Unavailable(
        "state folder "
            + layout.root()
            + " in use by pid "
            + (pid.isBlank() ? "unknown" : pid.strip())
            + "; stop that runner, or choose another folder with --state");
  }
}
