package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// The header of an entry in a pack (gitformat-pack, "pack entry"): what it is, how large it says
/// it is, and for a delta what it applies to.
///
/// @param size of the entry uncompressed: an object's bytes, or a delta's instructions
/// @param baseDistance how many bytes before this entry the one begins that the delta applies to; 0
///   where it names none so
/// @param base the object that the delta applies to; absent where it names none so
/// @param length of the header
record PackEntry(int type, long size, long baseDistance, @Nullable ObjectId base, int length) {
  /// The longest header that is read.
  static final int LONGEST = 30;

  private static final int LONGEST_NUMBER = 9;

  /// Reads the header that begins at the buffer's position.
  ///
  /// @throws BufferUnderflowException where the buffer ends before the header does
  static PackEntry read(ByteBuffer bytes) throws UnreadableObject {
    int start = bytes.position();
    int first = bytes.get() & 0xff;
    int type = (first >> 4) & 7;
    long size = first & 15;
    if (first >= 0x80) {
      long rest = number(bytes);
      if ((rest >>> (Long.SIZE - 5)) != 0) {
        throw new UnreadableObject(Reason.TOO_LARGE, "an entry of a pack claims over 2^59 bytes");
      }
      size |= rest << 4;
    }
    long distance = 0;
    ObjectId base = null;
    switch (type) {
      case Constants.OBJ_COMMIT, Constants.OBJ_TREE, Constants.OBJ_BLOB, Constants.OBJ_TAG -> {}
      case Constants.OBJ_OFS_DELTA -> distance = distance(bytes);
      case Constants.OBJ_REF_DELTA -> {
        byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
        bytes.get(id);
        base = ObjectId.fromRaw(id);
      }
      default ->
          throw new UnreadableObject(
              Reason.BROKEN, "an entry of a pack has the unknown type " + type);
    }
    return new PackEntry(type, size, distance, base, bytes.position() - start);
  }

  /// Reads a number of groups of seven bits, the lowest first, as sizes and deltas have it.
  ///
  /// @throws BufferUnderflowException where the buffer ends before the number does
  static long number(ByteBuffer bytes) throws UnreadableObject {
    long number = 0;
    for (int i = 0; i < LONGEST_NUMBER; i++) {
      int next = bytes.get() & 0xff;
      number |= (long) (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return number;
      }
    }
    throw new UnreadableObject(
        Reason.BROKEN, "a number in a pack has more than " + LONGEST_NUMBER + " bytes");
  }

  boolean isDelta() {
    return type == Constants.OBJ_OFS_DELTA || type == Constants.OBJ_REF_DELTA;
  }

  /// The distance to a delta's base: groups of seven bits, the highest first, each but the last one
  /// less than it counts.
  private static long distance(ByteBuffer bytes) throws UnreadableObject {
    long distance = -1;
    for (int i = 0; i < LONGEST_NUMBER; i++) {
      int next = bytes.get() & 0xff;
      distance = ((distance + 1) << 7) | (next & 0x7f);
      if (next < 0x80) {
        if (distance == 0) {
          throw new UnreadableObject(Reason.BROKEN, "a delta in a pack applies to itself");
        }
        return distance;
      }
    }
    throw new UnreadableObject(Reason.BROKEN, "a delta in a pack applies to what is not there");
  }
}
