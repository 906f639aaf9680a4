package com.caiatech.afdp.infra.embedded;

/// Numbers texts in the order in which they are first asked for, from 0. Memory: 20 bytes for each
/// of up to twice as many as there are; the texts themselves are told apart by 128 bits of hash.
final class NodeIds {
  private static final int FIRST = 1 << 16;

  private long[] high = new long[FIRST];
  private long[] low = new long[FIRST];

  /// One more than the number; 0 where there is none.
  private int[] numbers = new int[FIRST];

  private int size;

  int size() {
    return size;
  }

  /// The number of the text, a new one where it has none.
  int of(String text) {
    long one = 0xcbf29ce484222325L;
    long other = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < text.length(); i++) {
      one = (one ^ text.charAt(i)) * 0x100000001b3L;
      other = Long.rotateLeft(other ^ text.charAt(i), 23) * 0xC2B2AE3D27D4EB4FL;
    }
    int place = place(mixed(one), mixed(other));
    if (numbers[place] == 0) {
      numbers[place] = ++size;
      high[place] = mixed(one);
      low[place] = mixed(other);
      if (size > numbers.length / 2) {
        grow();
      }
      return size - 1;
    }
    return numbers[place] - 1;
  }

  private int place(long one, long other) {
    int mask = numbers.length - 1;
    int place = (int) one & mask;
    while (numbers[place] != 0 && (high[place] != one || low[place] != other)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] formerHigh = high;
    long[] formerLow = low;
    int[] formerNumbers = numbers;
    high = new long[formerHigh.length * 2];
    low = new long[formerHigh.length * 2];
    numbers = new int[formerHigh.length * 2];
    for (int i = 0; i < formerNumbers.length; i++) {
      if (formerNumbers[i] != 0) {
        int place = place(formerHigh[i], formerLow[i]);
        high[place] = formerHigh[i];
        low[place] = formerLow[i];
        numbers[place] = formerNumbers[i];
      }
    }
  }

  private static long mixed(long hash) {
    long mixed = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
    return mixed ^ (mixed >>> 32);
  }
}
