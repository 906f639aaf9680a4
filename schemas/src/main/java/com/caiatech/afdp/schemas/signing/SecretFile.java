package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.KeyFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A small file that only its owner may read (0600), written whole or not at all.
///
/// The content is forced to disk before the file appears under its name. Of several processes that
/// create one file, the first wins and all of them learn what stands.
public final class SecretFile {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int SECTOR_BYTES = 512;
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FOREIGN =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private SecretFile() {}

  /// Creates the file, and its folder (0700) where that is missing, unless it stands already.
  ///
  /// @return what stands under the name now: the given content or that of whoever came first
  /// @throws KeyFault when it cannot be written, or what stands cannot be read; nothing was changed
  public static byte[] createIfAbsent(Path file, byte[] content) {
    Optional<byte[]> standing = readIfPresent(file);
    if (standing.isPresent()) {
      return standing.get();
    }
    try {
      Path staged = stage(file, content);
      try {
        Files.createLink(file, staged); // unlike a rename, fails where the name is taken
        forceFolder(file);
        return content.clone();
      } catch (FileAlreadyExistsException lost) {
        return read(file);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException | UnsupportedOperationException refused) {
      throw new KeyFault(
          "writing the secret " + file + " failed, nothing was changed: " + refused, refused);
    }
  }

  /// Puts the content in place of what stands under the name, if anything, in one step.
  ///
  /// @throws KeyFault when it cannot be written; what stood before still stands
  public static void replace(Path file, byte[] content) {
    try {
      Path staged = stage(file, content);
      try {
        Files.move(
            staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(file);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException refused) {
      throw new KeyFault("replacing the secret " + file + " failed: " + refused, refused);
    }
  }

  /// Puts the content over what stands under the name, where that is as long, else in its place as
  /// {@link #replace} does. So short a content is one write within one sector of a disk, which
  /// stands whole or not at all; forcing it changes no folder and no length, and so waits for no
  /// more than these bytes.
  ///
  /// @param content of at most 512 bytes
  /// @throws KeyFault when it cannot be written; what stands may be either
  public static void overwrite(Path file, byte[] content) {
    if (content.length > SECTOR_BYTES) {
      throw new IllegalArgumentException(
          "expected at most " + SECTOR_BYTES + " bytes, found " + content.length);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() == content.length) {
        int written = channel.write(ByteBuffer.wrap(content));
        if (written != content.length) {
          throw new IOException("only " + written + " of " + content.length + " bytes were taken");
        }
        channel.force(false);
        return;
      }
    } catch (NoSuchFileException first) {
      // it is made
    } catch (IOException refused) {
      throw new KeyFault("writing over the secret " + file + " failed: " + refused, refused);
    }
    replace(file, content);
  }

  /// Reads the file.
  ///
  /// @throws KeyFault when it is missing, larger than 64 KiB, or open to others than its owner
  public static byte[] read(Path file) {
    return readIfPresent(file)
        .orElseThrow(() -> new KeyFault("the secret " + file + " is missing"));
  }

  /// Reads the file where it stands.
  ///
  /// @throws KeyFault when it is larger than 64 KiB or open to others than its owner
  public static Optional<byte[]> readIfPresent(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      requireOwnerOnly(file);
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new KeyFault(
            "the secret " + file + " has " + size + " bytes, at most " + MAX_BYTES + " expected");
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new KeyFault("reading the secret " + file + " failed: " + unreadable, unreadable);
    }
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> found = EnumSet.copyOf(FOREIGN);
    found.retainAll(Files.getPosixFilePermissions(file));
    if (!found.isEmpty()) {
      throw new KeyFault(
          "the secret "
              + file
              + " is open to others ("
              + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
              + "), expected rw-------; run: chmod 600 "
              + file);
    }
  }

  private static Path stage(Path file, byte[] content) throws IOException {
    Path folder = folderOf(file);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, ownerOnly(folder, OWNER_FOLDER));
    }
    Path staged = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID());
    try (FileChannel channel =
        FileChannel.open(
            staged,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly(folder, OWNER_FILE))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return staged;
  }

  private static void forceFolder(Path file) throws IOException {
    try (FileChannel folder = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new KeyFault("the secret " + file + " has no folder");
    }
    return folder;
  }

  private static FileAttribute<?>[] ownerOnly(Path folder, Set<PosixFilePermission> permissions) {
    return isPosix(folder)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
