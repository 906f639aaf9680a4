package com.caiatech.afdp.schemas.signing;

import com.caiatech.afdp.schemas.SchemasException.MalformedInput;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.bouncycastle.bcpg.PacketTags;

/// The packets of an OpenPGP block (RFC 9580 section 4.2), looked at before a parser reads them: it
/// makes room for whatever length a packet of some other kind claims inside.
final class Packets {
  /// What a detached signature is made of.
  static final Set<Integer> OF_SIGNATURE = Set.of(PacketTags.SIGNATURE);

  /// What a certificate is made of. User attributes, which hold pictures, are none of it.
  static final Set<Integer> OF_CERTIFICATE =
      Set.of(
          PacketTags.PUBLIC_KEY,
          PacketTags.PUBLIC_SUBKEY,
          PacketTags.USER_ID,
          PacketTags.SIGNATURE,
          PacketTags.TRUST,
          PacketTags.MARKER);

  private static final int NEW_FORMAT = 0x40;

  private Packets() {}

  /// Makes sure that the block holds whole packets of these kinds alone.
  ///
  /// @param name of the block in an error
  /// @throws MalformedInput when it does not
  static void require(String name, byte[] block, Set<Integer> tags) {
    ByteBuffer bytes = ByteBuffer.wrap(block);
    try {
      while (bytes.hasRemaining()) {
        int first = Byte.toUnsignedInt(bytes.get());
        boolean isNew = (first & NEW_FORMAT) != 0;
        int tag = isNew ? first & 0x3f : (first >> 2) & 0x0f;
        if ((first & 0x80) == 0 || !tags.contains(tag)) {
          throw new MalformedInput(
              "%s: expected packets of the types %s, found type %d; export it without what is not needed"
                  .formatted(name, tags.stream().sorted().toList(), tag));
        }
        long length = isNew ? newLength(name, bytes) : oldLength(name, bytes, first & 0x03);
        if (length > bytes.remaining()) {
          throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + (int) length);
      }
    } catch (BufferUnderflowException cut) {
      throw new MalformedInput(name + ": expected whole packets, found one that is cut off", cut);
    }
  }

  /// Section 4.2.1.
  private static long newLength(String name, ByteBuffer bytes) {
    int first = Byte.toUnsignedInt(bytes.get());
    if (first < 192) {
      return first;
    }
    if (first < 224) {
      return ((first - 192L) << 8) + Byte.toUnsignedInt(bytes.get()) + 192;
    }
    if (first == 255) {
      return Integer.toUnsignedLong(bytes.getInt());
    }
    throw new MalformedInput(name + ": expected packets in one piece, found one in parts");
  }

  /// Section 4.2.2.
  private static long oldLength(String name, ByteBuffer bytes, int type) {
    return switch (type) {
      case 0 -> Byte.toUnsignedInt(bytes.get());
      case 1 -> Short.toUnsignedInt(bytes.getShort());
      case 2 -> Integer.toUnsignedLong(bytes.getInt());
      default ->
          throw new MalformedInput(name + ": expected packets with a length, found one without");
    };
  }
}
