package com.caiatech.afdp.schemas.id;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/// Makes and reads the UUIDs of RFC 9562 that identify subjects and requests (version 7) and
/// records (version 8).
public final class Ids {
  static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /// A new UUIDv7 (RFC 9562 section 5.7) of the given moment, at millisecond resolution; the other
  /// bits are random.
  public static UUID newUuid7(Instant moment) {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return uuid7(moment, bytes);
  }

  /// The UUIDv7 of the given moment whose other bits are those of a digest: what is told again has
  /// the same one.
  public static UUID uuid7(Instant moment, Sha256 digest) {
    return uuid7(moment, Arrays.copyOf(HexFormat.of().parseHex(digest.value()), 16));
  }

  private static UUID uuid7(Instant moment, byte[] bytes) {
    long millis = moment.toEpochMilli();
    for (int i = 5; i >= 0; i--) {
      bytes[i] = (byte) millis;
      millis >>>= 8;
    }
    return withVersion(bytes, 7);
  }

  /// The moment inside a UUIDv7, in milliseconds since the epoch.
  ///
  /// @throws IllegalArgumentException when the UUID is of another version or variant
  public static Instant momentOf(UUID uuid7) {
    requireVersion("UUIDv7", uuid7, 7);
    return Instant.ofEpochMilli(uuid7.getMostSignificantBits() >>> 16);
  }

  /// The UUIDv8 (RFC 9562 section 5.8) made of the first 128 bits of a SHA-256 digest.
  static UUID uuid8(byte[] sha256) {
    byte[] bytes = new byte[16];
    System.arraycopy(sha256, 0, bytes, 0, 16);
    return withVersion(bytes, 8);
  }

  static UUID requireVersion(String type, UUID uuid, int version) {
    if (uuid.version() != version || uuid.variant() != 2) {
      throw new IllegalArgumentException(
          type + ": expected a UUID of version " + version + " (RFC 9562), found " + uuid);
    }
    return uuid;
  }

  static UUID parse(String type, String text) {
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text)) {
        return uuid;
      }
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(notAUuid(type, text), malformed);
    }
    throw new IllegalArgumentException(notAUuid(type, text));
  }

  /// The order of the texts of two UUIDs.
  static int compare(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high == 0
        ? Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits())
        : high;
  }

  /// Whether the text is that many lower-case hexadecimal digits.
  static boolean isHex(String text, int digits) {
    if (text.length() != digits) {
      return false;
    }
    for (int i = 0; i < digits; i++) {
      char digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  static String requireMatch(String type, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(
          type + ": expected text that matches " + pattern + ", found '" + shortened(value) + "'");
    }
    return value;
  }

  private static String notAUuid(String type, String text) {
    return type
        + ": expected a UUID in lower case (RFC 9562 section 4), found '"
        + shortened(text)
        + "'";
  }

  private static String shortened(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }

  private static UUID withVersion(byte[] bytes, int version) {
    bytes[6] = (byte) ((bytes[6] & 0x0f) | (version << 4));
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
