package com.caiatech.afdp.infra.state;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/// Files and folders that only their owner may read: 0600 and 0700.
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /// Makes the folder where it is missing, and takes everybody else's rights away.
  public static void folder(Path folder) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    Files.setPosixFilePermissions(folder, FOLDER);
  }

  /// Takes everybody else's rights to the file away.
  public static void restrict(Path file) throws IOException {
    Files.setPosixFilePermissions(file, FILE);
  }

  /// Writes the file as a whole or not at all: what was there stays until the new content is on
  /// disk.
  ///
  /// @throws InfraException.Unavailable when it cannot be written; the old content remains
  public static void write(Path file, byte[] content) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.deleteIfExists(next);
      Files.createFile(next, PosixFilePermissions.asFileAttribute(FILE));
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "writing " + file + " failed: " + failure + "; what was there remains", failure);
    }
  }

  /// The secret in the file; made and written at first use.
  public static String secret(Path file, Supplier<String> fresh) {
    try {
      if (!Files.exists(file)) {
        write(file, fresh.get().getBytes(StandardCharsets.UTF_8));
      }
      restrict(file);
      return Files.readString(file).strip();
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "reading the secret " + file + " failed: " + failure, failure);
    }
  }
}
