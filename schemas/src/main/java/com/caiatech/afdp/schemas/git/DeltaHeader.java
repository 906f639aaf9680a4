package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// What the instructions of a delta begin with: how large the object is that they apply to, and the
/// one that they make.
record DeltaHeader(long baseSize, long resultSize) {
  static DeltaHeader read(ByteBuffer instructions) throws UnreadableObject {
    try {
      return new DeltaHeader(PackEntry.number(instructions), PackEntry.number(instructions));
    } catch (BufferUnderflowException incomplete) {
      throw new UnreadableObject(
          Reason.BROKEN, "a delta of a pack ends before its instructions begin", incomplete);
    }
  }
}
