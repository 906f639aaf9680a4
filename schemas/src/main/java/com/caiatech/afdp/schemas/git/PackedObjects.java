package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackMidx;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Finds what making an object from the deltas of a pack takes, without making it: JGit takes the
/// memory that a delta claims before anybody can object. Not thread-safe.
///
/// Looked at is the first pack that holds the object, which is the one that JGit reads.
final class PackedObjects implements AutoCloseable {
  /// What it takes to inflate the first bytes of a delta, whatever its code is.
  private static final int WINDOW = 512;

  private static final int DELTA_HEADER_LENGTH = 18;

  private final ObjectDirectory directory;
  private final GitLimits limits;
  private final Map<Pack, FileChannel> channels = new HashMap<>();
  private final Inflater inflater = new Inflater();
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private List<Pack> packs = List.of();

  PackedObjects(ObjectDirectory directory, GitLimits limits) {
    this.directory = directory;
    this.limits = limits;
    refresh();
  }

  /// The size of the object; -1 where no pack holds it.
  ///
  /// @throws UnreadableObject when making it takes more than the limits allow
  long size(ObjectId id) throws IOException {
    for (Pack pack : packs) {
      long start = start(pack, id);
      if (start > 0) {
        return size(pack, start, id);
      }
    }
    return -1;
  }

  /// What the object is whose entry begins here, as in {@link Constants}.
  ///
  /// @throws UnreadableObject when it is made of more deltas than the limits allow
  int type(Pack pack, long start, ObjectId id) throws IOException {
    long at = start;
    for (int deltas = 0; deltas <= limits.deltas(); deltas++) {
      PackEntry entry = entry(pack, at);
      if (!entry.isDelta()) {
        return entry.type();
      }
      at = base(pack, at, entry, id);
    }
    throw tooManyDeltas(id);
  }

  /// Looks which packs there are now.
  void refresh() {
    packs = new ArrayList<>();
    for (Pack pack : directory.getPacks()) {
      if (pack instanceof PackMidx several) {
        packs.addAll(several.getCoveredPacks());
      } else {
        packs.add(pack);
      }
    }
  }

  @Override
  public void close() {
    inflater.end();
    try {
      for (FileChannel channel : channels.values()) {
        channel.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("closing a pack that was only read failed", failed);
    }
  }

  /// A pack whose index cannot be read holds nothing, as for JGit.
  private static long start(Pack pack, ObjectId id) throws IOException {
    try {
      return pack.getIndex().findOffset(id);
    } catch (IOException unreadable) {
      if (isGone(unreadable)) {
        throw unreadable;
      }
      return -1;
    }
  }

  /// The size of the object whose entry begins here.
  ///
  /// @throws UnreadableObject when making it takes more than the limits allow
  long size(Pack pack, long start, ObjectId id) throws IOException {
    long size = -1;
    long bytes = 0;
    long at = start;
    for (int deltas = 0; deltas <= limits.deltas(); deltas++) {
      PackEntry entry = entry(pack, at);
      long made = entry.isDelta() ? resultSize(pack, at) : entry.size();
      bytes += made + entry.size();
      if (made > limits.objectBytes()
          || entry.size() > limits.objectBytes()
          || bytes > limits.deltaBytes()) {
        throw new UnreadableObject(
            Reason.TOO_LARGE,
            "object %s: expected at most %d bytes and to pass through %d while it is made, found %d and %d"
                .formatted(
                    id.name(),
                    limits.objectBytes(),
                    limits.deltaBytes(),
                    Math.max(made, entry.size()),
                    bytes));
      }
      size = size < 0 ? made : size;
      if (!entry.isDelta()) {
        return size;
      }
      at = base(pack, at, entry, id);
    }
    throw tooManyDeltas(id);
  }

  private UnreadableObject tooManyDeltas(ObjectId id) {
    return new UnreadableObject(
        Reason.TOO_LARGE,
        "object %s: expected at most %d deltas, found more".formatted(id.name(), limits.deltas()));
  }

  private static long base(Pack pack, long at, PackEntry entry, ObjectId id) throws IOException {
    long base =
        entry.base() == null ? at - entry.baseDistance() : pack.getIndex().findOffset(entry.base());
    if (base <= 0) {
      throw new UnreadableObject(
          Reason.BROKEN, "object %s: a delta applies to what is not there".formatted(id.name()));
    }
    return base;
  }

  private PackEntry entry(Pack pack, long at) throws IOException {
    fill(pack, at);
    try {
      return PackEntry.read(window);
    } catch (BufferUnderflowException cut) {
      throw new UnreadableObject(Reason.BROKEN, "a pack ends within an entry", cut);
    }
  }

  /// What the delta makes, read from the beginning of its instructions.
  private long resultSize(Pack pack, long at) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(DELTA_HEADER_LENGTH);
    long next = at + window.limit();
    inflater.reset();
    inflater.setInput(window);
    try {
      while (header.hasRemaining() && !inflater.finished()) {
        int count = inflater.inflate(header);
        if (count == 0 && inflater.needsInput()) {
          int read = fill(pack, next);
          next += read;
          inflater.setInput(window);
        } else if (count == 0 && inflater.needsDictionary()) {
          throw new DataFormatException("it needs a dictionary");
        }
      }
    } catch (DataFormatException broken) {
      throw new UnreadableObject(
          Reason.BROKEN, "an entry of a pack is not compressed as packs are", broken);
    }
    return DeltaHeader.read(header.flip()).resultSize();
  }

  /// Reads into the window.
  private int fill(Pack pack, long at) throws IOException {
    window.clear();
    int read = channel(pack).read(window, at);
    if (read <= 0) {
      throw new UnreadableObject(Reason.BROKEN, "a pack ends before an entry does");
    }
    window.flip();
    return read;
  }

  private FileChannel channel(Pack pack) throws IOException {
    FileChannel channel = channels.get(pack);
    if (channel == null) {
      channel = FileChannel.open(pack.getPackFile().toPath(), StandardOpenOption.READ);
      channels.put(pack, channel);
    }
    return channel;
  }

  /// Whether a pack that was there is gone, as after packing anew.
  static boolean isGone(IOException failure) {
    return failure instanceof FileNotFoundException || failure instanceof NoSuchFileException;
  }
}
