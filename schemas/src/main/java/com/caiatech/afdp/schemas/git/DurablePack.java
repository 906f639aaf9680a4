package com.caiatech.afdp.schemas.git;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.eclipse.jgit.internal.storage.file.PackFile;
import org.eclipse.jgit.internal.storage.pack.PackExt;

/// Puts a pack with its index into a repository: both files, and their names, are on the disk when
/// it is done, and the pack counts only once both are whole.
final class DurablePack {
  /// As JGit names what its garbage collection leaves behind when it is killed: others tidy it away
  /// when it is old.
  private static final String STAGED = "gc_";

  private DurablePack() {}

  /// Writes one of the two files.
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// @param pack where the pack is to stand
  static void write(PackFile pack, Content bytes, Content index) throws IOException {
    File folder = pack.getParentFile();
    // of the permissions that the process gives, since others may serve the repository
    Path staged = File.createTempFile(STAGED, PackExt.PACK.getTmpExtension(), folder).toPath();
    Path stagedIndex =
        File.createTempFile(STAGED, PackExt.INDEX.getTmpExtension(), folder).toPath();
    try {
      durably(staged, bytes);
      durably(stagedIndex, index);
      Files.move(staged, pack.toPath(), StandardCopyOption.ATOMIC_MOVE);
      Files.move(stagedIndex, pack.create(PackExt.INDEX).toPath(), StandardCopyOption.ATOMIC_MOVE);
      forceFolder(folder.toPath());
    } finally {
      Files.deleteIfExists(staged);
      Files.deleteIfExists(stagedIndex);
    }
  }

  private static void durably(Path file, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      content.writeTo(out);
      channel.force(true);
    }
  }

  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
