package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file that a commit adds to a volume.
public final class AddedFile {
  /// The most bytes that a record may have.
  public static final int MAX_BYTES = 1 << 20;

  private final String path;
  private final Sha256 sha256;
  private final long size;
  private final byte @Nullable [] bytes;

  private AddedFile(String path, Sha256 sha256, long size, byte @Nullable [] bytes) {
    this.path = path;
    this.sha256 = sha256;
    this.size = size;
    this.bytes = bytes;
  }

  /// A file whose bytes are at hand.
  public static AddedFile of(String path, byte[] bytes) {
    return new AddedFile(path, Sha256.of(bytes), bytes.length, bytes.clone());
  }

  /// A file that is too large to be kept; only its digest was taken.
  public static AddedFile oversize(String path, Sha256 sha256, long size) {
    return new AddedFile(path, sha256, size, null);
  }

  /// Where it was added.
  public String path() {
    return path;
  }

  /// The digest of its bytes.
  public Sha256 sha256() {
    return sha256;
  }

  /// How many bytes it has.
  public long size() {
    return size;
  }

  /// Its bytes, a copy; none when it is too large for a record.
  public Optional<byte[]> bytes() {
    return bytes == null ? Optional.empty() : Optional.of(bytes.clone());
  }

  @Override
  public String toString() {
    return "AddedFile[" + path + ", " + size + " bytes, sha256=" + sha256 + "]";
  }
}
