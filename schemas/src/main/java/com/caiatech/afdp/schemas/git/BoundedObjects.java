package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/// Reads objects of a repository on a disk that anybody may have written to. An object's size is
/// known and allowed before its bytes are taken into memory, and its bytes have the id by which
/// they are asked for. To be closed; not thread-safe.
///
/// Objects that only an alternate of the repository holds count as missing.
public final class BoundedObjects implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final ObjectDirectory directory;
  private final ObjectReader reader;
  private final PackedObjects packs;
  private final GitLimits limits;
  private final MessageDigest sha1 = Constants.newMessageDigest();

  private BoundedObjects(ObjectDirectory directory, GitLimits limits) {
    this.directory = directory;
    this.reader = directory.newReader();
    this.packs = new PackedObjects(directory, limits);
    this.limits = limits;
  }

  /// Reads objects of this repository.
  ///
  /// @throws IOException when it does not lie on a disk
  public static BoundedObjects of(Repository repository, GitLimits limits) throws IOException {
    if (!(repository.getObjectDatabase() instanceof ObjectDirectory directory)) {
      throw new IOException(repository + " keeps its objects elsewhere than in files");
    }
    return new BoundedObjects(directory, limits);
  }

  /// The object's bytes, which must not be changed.
  ///
  /// @param type as in {@link Constants}
  /// @param atMost bytes
  /// @throws UnreadableObject when nothing that could be waited for changes that
  /// @throws IOException when the disk fails
  public byte[] read(ObjectId id, int type, int atMost) throws IOException {
    requireSize(id, type, atMost);
    try {
      ObjectLoader object = reader.open(id);
      if (object.getType() != type) {
        throw new UnreadableObject(
            Reason.BROKEN, text(id, type) + "it is a " + Constants.typeString(object.getType()));
      }
      byte[] bytes = object.getCachedBytes();
      requireId(id, type, bytes);
      return bytes;
    } catch (MissingObjectException | CorruptObjectException | EOFException unreadable) {
      throw unreadable(id, type, unreadable);
    } catch (RuntimeException broken) {
      // JGit throws unchecked exceptions of many kinds for deltas that do not fit
      throw unreadable(id, type, broken);
    }
  }

  @Override
  public void close() {
    reader.close();
    packs.close();
  }

  /// The size is looked up before the object is opened, which takes as much memory.
  private void requireSize(ObjectId id, int type, int atMost) throws IOException {
    long size = size(id, type);
    if (size > Math.min(atMost, limits.objectBytes())) {
      throw new UnreadableObject(
          Reason.TOO_LARGE,
          text(id, type)
              + "expected at most "
              + Math.min(atMost, limits.objectBytes())
              + " bytes, found "
              + size);
    }
  }

  private long size(ObjectId id, int type) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        long packed = packs.size(id);
        if (packed >= 0) {
          return packed;
        }
        if (directory.fileFor(id).isFile()) {
          return looseSize(id, type);
        }
      } catch (IOException failure) {
        if (!PackedObjects.isGone(failure)) {
          throw failure;
        }
      }
      packs.refresh();
    }
    throw new UnreadableObject(Reason.MISSING, text(id, type) + "the repository does not hold it");
  }

  private long looseSize(ObjectId id, int type) throws IOException {
    try {
      return reader.getObjectSize(id, ObjectReader.OBJ_ANY);
    } catch (CorruptObjectException | EOFException | RuntimeException broken) {
      // JGit throws unchecked exceptions for headers that do not end
      throw unreadable(id, type, broken);
    }
  }

  private void requireId(ObjectId id, int type, byte[] bytes) throws UnreadableObject {
    sha1.update(Constants.encodedTypeString(type));
    sha1.update((" " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
    byte[] digest = sha1.digest(bytes);
    byte[] expected = new byte[Constants.OBJECT_ID_LENGTH];
    id.copyRawTo(expected, 0);
    if (!Arrays.equals(digest, expected)) {
      throw new UnreadableObject(
          Reason.BROKEN,
          text(id, type) + "its bytes have the id " + ObjectId.fromRaw(digest).name());
    }
  }

  private static UnreadableObject unreadable(ObjectId id, int type, Exception cause) {
    return new UnreadableObject(
        Reason.BROKEN, text(id, type) + "it cannot be read: " + cause.getMessage(), cause);
  }

  private static String text(ObjectId id, int type) {
    return Constants.typeString(type) + " " + id.name() + ": ";
  }
}
