package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jgit.lib.Constants;

/// A pack on its way from a host, looked through before JGit sees it: JGit takes the memory that a
/// header claims, before it has the bytes.
///
/// Every byte is inflated here and again by JGit. What is passed on: at most so many objects and
/// bytes, none larger than allowed, no delta that makes more, and no chain of deltas whose
/// intermediate objects, which JGit keeps, come to more. A chain through deltas that name their
/// base by its id is not followed; what those make is bounded as a whole.
final class ReceivedPack extends FilterInputStream {
  private static final int HEADER_LENGTH = 12;
  private static final int TRAILER_LENGTH = 20;
  private static final int DELTA_HEADER_LENGTH = 18;

  /// Where in the pack the next byte is.
  private enum Place {
    HEADER,
    ENTRY,
    DATA,
    TRAILER,
    END
  }

  private final GitLimits limits;
  private final Inflater inflater = new Inflater();
  private final byte[] inflated = new byte[1 << 13];
  private final ByteBuffer collected = ByteBuffer.allocate(PackEntry.LONGEST);
  private final ByteBuffer deltaHeader = ByteBuffer.allocate(DELTA_HEADER_LENGTH);
  private final DeltaCosts costs = new DeltaCosts();
  private Place place = Place.HEADER;
  private long position;
  private long entryStart;
  private long entriesLeft;
  private PackEntry entry = new PackEntry(Constants.OBJ_BLOB, 0, 0, null, 0);
  private long entryBytes;
  private long workLeft;
  private long byIdLeft;

  ReceivedPack(InputStream in, GitLimits limits) {
    super(in);
    this.limits = limits;
    this.byIdLeft = limits.deltaBytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      look(ByteBuffer.wrap(buffer, offset, read));
    }
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    return Math.max(0, read(new byte[(int) Math.min(bytes, inflated.length)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /// Ends the looking, not the stream.
  void release() {
    inflater.end();
  }

  private void look(ByteBuffer bytes) throws UnreadableObject {
    if (position + bytes.remaining() > limits.packBytes()) {
      throw tooLarge("a fetch of at most " + limits.packBytes() + " bytes", "more");
    }
    while (bytes.hasRemaining() && place != Place.END) {
      switch (place) {
        case HEADER -> header(bytes);
        case ENTRY -> entry(bytes);
        case DATA -> data(bytes);
        case TRAILER -> trailer(bytes);
        case END -> {}
      }
    }
  }

  private void header(ByteBuffer bytes) throws UnreadableObject {
    collect(bytes);
    if (collected.position() < HEADER_LENGTH) {
      return;
    }
    long objects = collected.getInt(8) & 0xffff_ffffL;
    if (objects > limits.packObjectsHere()) {
      throw tooLarge("a fetch of at most " + limits.packObjectsHere() + " objects", "" + objects);
    }
    entriesLeft = objects;
    workLeft = limits.packWork(objects);
    collected.clear();
    next();
  }

  private void entry(ByteBuffer bytes) throws UnreadableObject {
    if (!collected.hasRemaining()) {
      throw new UnreadableObject(Reason.BROKEN, "an entry of a pack has an endless header");
    }
    collect(bytes);
    ByteBuffer header = collected.duplicate().flip();
    try {
      entry = PackEntry.read(header);
    } catch (BufferUnderflowException incomplete) {
      return;
    }
    requireSize(entry.size());
    inflater.reset();
    entryBytes = 0;
    deltaHeader.clear();
    place = Place.DATA;
  }

  private void data(ByteBuffer bytes) throws UnreadableObject {
    int before = bytes.remaining();
    inflater.setInput(bytes);
    boolean whole = inflate();
    position += before - bytes.remaining();
    if (!whole) {
      return;
    }
    if (entryBytes < entry.size()) {
      throw new UnreadableObject(
          Reason.BROKEN,
          "an entry of a pack has fewer bytes than the " + entry.size() + " it says");
    }
    account();
    entriesLeft--;
    next();
  }

  /// Inflates what is here.
  ///
  /// @return whether the entry ends there
  private boolean inflate() throws UnreadableObject {
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(inflated);
        entryBytes += count;
        if (entryBytes > entry.size()) {
          throw new UnreadableObject(
              Reason.BROKEN,
              "an entry of a pack has more bytes than the " + entry.size() + " it says");
        }
        deltaHeader.put(inflated, 0, Math.min(count, deltaHeader.remaining()));
        if (count == 0 && !inflater.finished()) {
          if (inflater.needsDictionary()) {
            throw new DataFormatException("it needs a dictionary");
          }
          return false;
        }
      }
      return true;
    } catch (DataFormatException broken) {
      throw new UnreadableObject(
          Reason.BROKEN, "an entry of a pack is not compressed as packs are", broken);
    }
  }

  /// Counts what the entry comes to, once it is here.
  private void account() throws UnreadableObject {
    long result = entry.size();
    long chain = 0;
    if (entry.isDelta()) {
      DeltaHeader made = DeltaHeader.read(deltaHeader.flip());
      requireSize(made.baseSize());
      requireSize(made.resultSize());
      result = made.resultSize();
      chain = entry.base() == null ? costs.of(entryStart - entry.baseDistance()) : 0;
      byIdLeft -= entry.base() == null ? 0 : result;
    }
    chain += result;
    workLeft -= result + entry.size();
    if (workLeft < 0) {
      throw tooLarge("objects of a fetch in proportion to their number", "more bytes");
    }
    if (byIdLeft < 0 || chain > limits.deltaBytes()) {
      throw tooLarge("deltas that pass through at most " + limits.deltaBytes() + " bytes", "more");
    }
    costs.add(entryStart, chain);
  }

  private void next() {
    collected.clear();
    entryStart = position;
    place = entriesLeft == 0 ? Place.TRAILER : Place.ENTRY;
  }

  private void trailer(ByteBuffer bytes) {
    collect(bytes);
    place = collected.position() < TRAILER_LENGTH ? Place.TRAILER : Place.END;
  }

  /// Takes one byte.
  private void collect(ByteBuffer bytes) {
    collected.put(bytes.get());
    position++;
  }

  private void requireSize(long size) throws UnreadableObject {
    if (size > limits.objectBytes()) {
      throw tooLarge("objects of at most " + limits.objectBytes() + " bytes", "one of " + size);
    }
  }

  private static UnreadableObject tooLarge(String expected, String found) {
    return new UnreadableObject(Reason.TOO_LARGE, "expected " + expected + ", found " + found);
  }

  /// What the chain to each entry comes to, by where the entry begins.
  private static final class DeltaCosts {
    private long[] starts = new long[64];
    private long[] costs = new long[64];
    private int size;

    void add(long start, long cost) {
      if (size == starts.length) {
        starts = Arrays.copyOf(starts, 2 * size);
        costs = Arrays.copyOf(costs, 2 * size);
      }
      starts[size] = start;
      costs[size++] = cost;
    }

    long of(long start) throws UnreadableObject {
      int at = Arrays.binarySearch(starts, 0, size, start);
      if (at < 0) {
        throw new UnreadableObject(
            Reason.BROKEN, "a delta of a pack applies to what is no entry of it");
      }
      return costs[at];
    }
  }
}
