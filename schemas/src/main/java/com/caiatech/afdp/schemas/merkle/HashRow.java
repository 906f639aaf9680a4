package com.caiatech.afdp.schemas.merkle;

import java.util.Arrays;

/// The hashes of one level of a tree, 32 bytes each in one growing array.
final class HashRow {
  private static final int HASH_BYTES = 32;

  private byte[] bytes = new byte[8 * HASH_BYTES];
  private int count;

  int count() {
    return count;
  }

  void append(byte[] hash) {
    int offset = count * HASH_BYTES;
    if (offset == bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 31L));
    }
    System.arraycopy(hash, 0, bytes, offset, HASH_BYTES);
    count++;
  }

  byte[] at(int index) {
    return Arrays.copyOfRange(bytes, index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
}
