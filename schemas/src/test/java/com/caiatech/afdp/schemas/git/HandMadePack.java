package com.caiatech.afdp.schemas.git;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackedObjectInfo;

/// A pack of any entries, with an index that says of each what it is.
public final class HandMadePack {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<PackedObjectInfo> index = new ArrayList<>();
  private long objects;
  private long claimed = -1;

  public HandMadePack() {
    bytes.writeBytes(new byte[12]);
  }

  /// How many entries the pack says it has, whatever it has.
  public HandMadePack claiming(long entries) {
    claimed = entries;
    return this;
  }

  /// An entry that says it is that large.
  ///
  /// @return where it begins
  public long whole(ObjectId id, int type, long size, byte[] content) {
    return add(id, HandMade.concat(header(type, size), HandMade.deflate(content)));
  }

  public long whole(ObjectId id, int type, byte[] content) {
    return whole(id, type, content.length, content);
  }

  /// A delta on the entry that begins there.
  public long delta(ObjectId id, long base, byte[] instructions) {
    long distance = bytes.size() - base;
    return add(
        id,
        HandMade.concat(
            header(Constants.OBJ_OFS_DELTA, instructions.length),
            distance(distance),
            HandMade.deflate(instructions)));
  }

  /// A delta on the object of that id.
  public long delta(ObjectId id, ObjectId base, byte[] instructions) {
    byte[] name = new byte[Constants.OBJECT_ID_LENGTH];
    base.copyRawTo(name, 0);
    return add(
        id,
        HandMade.concat(
            header(Constants.OBJ_REF_DELTA, instructions.length),
            name,
            HandMade.deflate(instructions)));
  }

  /// An entry of any bytes.
  public long add(ObjectId id, byte[] entry) {
    long start = bytes.size();
    CRC32 crc = new CRC32();
    crc.update(entry);
    PackedObjectInfo info = new PackedObjectInfo(id);
    info.setOffset(start);
    info.setCRC((int) crc.getValue());
    index.add(info);
    bytes.writeBytes(entry);
    objects++;
    return start;
  }

  /// Instructions that copy the base's beginning.
  public static byte[] copying(long baseSize, long resultSize) {
    ByteArrayOutputStream delta = new ByteArrayOutputStream();
    delta.writeBytes(number(baseSize));
    delta.writeBytes(number(resultSize));
    for (long at = 0; at < resultSize; at += 0xffff) {
      long copied = Math.min(resultSize - at, 0xffff);
      delta.writeBytes(
          new byte[] {
            (byte) 0xbf,
            (byte) at,
            (byte) (at >> 8),
            (byte) (at >> 16),
            (byte) (at >> 24),
            (byte) copied,
            (byte) (copied >> 8)
          });
    }
    return delta.toByteArray();
  }

  /// Instructions that say these sizes, and do nothing.
  public static byte[] claiming(long baseSize, long resultSize) {
    return HandMade.concat(number(baseSize), number(resultSize), new byte[] {1, 'x'});
  }

  /// The pack as it travels.
  public byte[] bytes() {
    byte[] pack = bytes.toByteArray();
    ByteBuffer.wrap(pack)
        .put(Constants.PACK_SIGNATURE)
        .putInt(2)
        .putInt((int) (claimed < 0 ? objects : claimed));
    return HandMade.concat(pack, Constants.newMessageDigest().digest(pack));
  }

  public InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }

  /// Puts the pack and its index into a repository.
  public void install(Path gitDirectory) {
    byte[] pack = bytes();
    byte[] checksum = Arrays.copyOfRange(pack, pack.length - 20, pack.length);
    String name = "pack-" + ObjectId.fromRaw(checksum).name();
    try {
      Path folder = Files.createDirectories(gitDirectory.resolve("objects/pack"));
      Files.write(folder.resolve(name + ".pack"), pack);
      index.sort(null);
      try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".idx"))) {
        BasePackIndexWriter.createVersion(out, 2).write(index, checksum);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The header of an entry of that type and size.
  public static byte[] header(int type, long size) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    long rest = size >>> 4;
    header.write((int) ((type << 4) | (size & 15) | (rest == 0 ? 0 : 0x80)));
    if (rest != 0) {
      header.writeBytes(number(rest));
    }
    return header.toByteArray();
  }

  private static byte[] number(long number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long rest = number;
    while (rest >>> 7 != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return bytes.toByteArray();
  }

  private static byte[] distance(long distance) {
    byte[] reversed = new byte[10];
    int length = 0;
    reversed[length++] = (byte) (distance & 0x7f);
    for (long rest = distance >>> 7; rest != 0; rest >>>= 7) {
      reversed[length++] = (byte) ((--rest & 0x7f) | 0x80);
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = reversed[length - 1 - i];
    }
    return bytes;
  }
}
