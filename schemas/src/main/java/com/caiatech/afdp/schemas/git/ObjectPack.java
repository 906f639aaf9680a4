package com.caiatech.afdp.schemas.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.PackFile;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackedObjectInfo;
import org.eclipse.jgit.util.NB;

/// New objects of a repository, gathered in memory and put into it as one pack (Git's
/// gitformat-pack, version 2): two files to force, however many objects there are. Until then, and
/// where that fails, the repository is as it was. Not thread-safe.
///
/// Compressed for speed: most of a folder are ids, which a better search makes no shorter.
public final class ObjectPack implements NewObjects, AutoCloseable {
  private static final int VERSION = 2;
  private static final int HEADER_BYTES = 12;
  private static final int COUNT_AT = 8;

  private final ObjectDirectory directory;
  private final ObjectInserter.Formatter ids = new ObjectInserter.Formatter();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
  private final List<PackedObjectInfo> objects = new ArrayList<>();
  private final ObjectIdOwnerMap<PackedObjectInfo> known = new ObjectIdOwnerMap<>();

  public ObjectPack(ObjectDirectory directory) {
    this.directory = directory;
  }

  @Override
  public ObjectId add(int type, byte[] bytes) {
    ObjectId id = ids.idFor(type, bytes);
    if (!known.contains(id)) {
      PackedObjectInfo object = new PackedObjectInfo(id);
      object.setType(type);
      object.setFullSize(bytes.length);
      object.setOffset(HEADER_BYTES + (long) entries.size());
      object.setCRC(writeEntry(type, bytes));
      objects.add(object);
      known.add(object);
    }
    return id;
  }

  /// Puts the objects into the repository, durably.
  ///
  /// @throws IOException when the disk fails; what stays of it then is never looked at
  public void write() throws IOException {
    byte[] header = header();
    MessageDigest sha1 = Constants.newMessageDigest();
    sha1.update(header);
    sha1.update(entries.toByteArray());
    byte[] checksum = sha1.digest();
    PackFile pack =
        new PackFile(directory.getPackDirectory(), ObjectId.fromRaw(checksum).name(), PackExt.PACK);
    Collections.sort(objects);
    Files.createDirectories(directory.getPackDirectory().toPath());
    DurablePack.write(
        pack,
        out -> {
          out.write(header);
          entries.writeTo(out);
          out.write(checksum);
        },
        out -> BasePackIndexWriter.createVersion(out, VERSION).write(objects, checksum));
    directory.openPack(pack);
  }

  @Override
  public void close() {
    deflater.end();
  }

  private byte[] header() {
    byte[] header = new byte[HEADER_BYTES];
    System.arraycopy(Constants.PACK_SIGNATURE, 0, header, 0, Constants.PACK_SIGNATURE.length);
    NB.encodeInt32(header, Constants.PACK_SIGNATURE.length, VERSION);
    NB.encodeInt32(header, COUNT_AT, objects.size());
    return header;
  }

  /// @return the entry's CRC
  private int writeEntry(int type, byte[] bytes) {
    CRC32 crc = new CRC32();
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    try (OutputStream deflated = new DeflaterOutputStream(entry, deflater)) {
      writeLength(entry, type, bytes.length);
      deflated.write(bytes);
    } catch (IOException impossible) {
      throw new IllegalStateException("bytes in memory can be written", impossible);
    }
    deflater.reset();
    crc.update(entry.toByteArray());
    entries.writeBytes(entry.toByteArray());
    return (int) crc.getValue();
  }

  /// Type and length as an entry begins with them: four bits of the length, then seven a byte.
  private static void writeLength(ByteArrayOutputStream entry, int type, int length) {
    int rest = length >>> 4;
    int next = (type << 4) | (length & 0xf);
    while (rest > 0) {
      entry.write(next | 0x80);
      next = rest & 0x7f;
      rest >>>= 7;
    }
    entry.write(next);
  }
}
