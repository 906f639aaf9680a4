package com.caiatech.afdp.schemas.git;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.api.PackRefsCommand;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackFile;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.file.PackMidx;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdSubclassMap;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounds the number of packs in a mirror: every fetch leaves one, and each makes finding an object
/// slower. For mirrors that one process holds for itself.
///
/// Packs are merged by size, as `git repack --geometric` does: those that stay hold at least twice
/// the objects of all smaller ones together. So their number grows with the logarithm of what is
/// there, and an object is copied as often, while packing everything anew costs as much as there is
/// each time. What is copied is copied as it is compressed, reachable or not: nothing goes away.
/// (JGit looks for no deltas among what lies in packs, however everything is packed anew.)
public final class MirrorPacks {
  private static final int PACKS_AT_MOST = 20;

  /// Packs from here on stay as they are, so that no fetch waits for long.
  private static final long LARGE = 256L << 20;

  private static final int BUFFER = 1 << 16;

  private static final Logger LOG = LoggerFactory.getLogger(MirrorPacks.class);

  private final BoundedRepository repository;
  private int packsKept;

  /// Takes the tidying over from JGit.
  public MirrorPacks(BoundedRepository repository) {
    this.repository = repository;
    StoredConfig config = repository.getConfig();
    config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
    config.setInt(
        ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTOPACKLIMIT, 0);
  }

  /// Merges small packs, and refs, where there are too many packs; to be called after a fetch.
  /// Where that fails, as for a pack that is broken, all stays as it is, and it is tried again once
  /// there are as many packs more.
  public void tidy() {
    Collection<Pack> packs = repository.getObjectDatabase().getPacks();
    if (packs.size() <= packsKept + PACKS_AT_MOST) {
      return;
    }
    try {
      List<Pack> small = small(packs);
      if (small.size() > 1) {
        merge(small);
      }
      repository
          .getRefDatabase()
          .packRefs(NullProgressMonitor.INSTANCE, new PackRefsCommand(repository).setAll(true));
      packsKept = packs.size() - small.size();
    } catch (IOException failed) {
      packsKept = packs.size();
      LOG.warn(
          "Merging packs of the mirror {} failed: {}; all stay as they are",
          repository.getDirectory(),
          failed.toString());
    }
  }

  /// The packs to merge: the smallest, up to the last one that holds less than twice the objects of
  /// those before it.
  private static List<Pack> small(Collection<Pack> packs) throws IOException {
    record Sized(Pack pack, long objects) {}
    List<Sized> bySize = new ArrayList<>();
    for (Pack pack : packs) {
      if (!(pack instanceof PackMidx)
          && !pack.shouldBeKept()
          && pack.getPackFile().length() < LARGE) {
        bySize.add(new Sized(pack, pack.getIndex().getObjectCount()));
      }
    }
    bySize.sort(Comparator.comparingLong(Sized::objects));
    int merged = 0;
    long smaller = 0;
    for (int i = 0; i < bySize.size(); i++) {
      if (bySize.get(i).objects() < 2 * smaller) {
        merged = i + 1;
      }
      smaller += bySize.get(i).objects();
    }
    return bySize.subList(0, merged).stream().map(Sized::pack).toList();
  }

  private void merge(List<Pack> packs) throws IOException {
    for (Pack pack : packs) {
      requireWhole(pack.getPackFile().toPath());
    }
    ObjectDirectory objects = repository.getObjectDatabase();
    try (PackWriter writer = new PackWriter(asTheyAre(), repository.newObjectReader())) {
      writer.setDeltaBaseAsOffset(true);
      writer.setReuseDeltaCommits(false);
      writer.preparePack(objectsOf(packs).iterator());
      PackFile merged =
          new PackFile(objects.getPackDirectory(), writer.computeName(), PackExt.PACK);
      // a file of that name alone is what a killed process left, without an index
      boolean oneHoldsAll =
          objects.getPacks().stream()
              .anyMatch(pack -> pack.getPackFile().getName().equals(merged.getName()));
      if (!oneHoldsAll) {
        write(writer, merged);
        requireReadable(objects.openPack(merged));
      }
      objects.close(); // so that what goes away is not looked for
      for (Pack pack : packs) {
        if (!pack.getPackFile().getName().equals(merged.getName())) {
          delete(pack);
        }
      }
    }
  }

  private PackConfig asTheyAre() {
    PackConfig config = new PackConfig();
    config.setReuseDeltas(true);
    config.setReuseObjects(true);
    config.setDeltaCompress(false);
    config.setCutDeltaChains(true);
    config.setMaxDeltaDepth(
        Math.min(PackConfig.DEFAULT_MAX_DELTA_DEPTH, repository.limits().deltas()));
    return config;
  }

  /// JGit tries for ever to copy an object that is broken.
  private static void requireWhole(Path pack) throws IOException {
    MessageDigest sha1 = Constants.newMessageDigest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(pack)) {
      long left = Files.size(pack) - Constants.OBJECT_ID_LENGTH;
      int read = 0;
      while (left > 0 && read >= 0) {
        read = in.read(buffer, 0, (int) Math.min(left, BUFFER));
        sha1.update(buffer, 0, Math.max(read, 0));
        left -= read;
      }
      if (Arrays.equals(sha1.digest(), in.readNBytes(Constants.OBJECT_ID_LENGTH))) {
        return;
      }
    }
    throw new UnreadableObject(
        UnreadableObject.Reason.BROKEN, "the pack " + pack + " has not the bytes it ends with");
  }

  /// Deltas of one pack now apply to what came in another: no object may take more to be made than
  /// it may take.
  private void requireReadable(Pack merged) throws IOException {
    try (PackedObjects packed =
        new PackedObjects(repository.getObjectDatabase(), repository.limits())) {
      for (PackIndex.MutableEntry entry : merged) {
        long _ = packed.size(merged, entry.getOffset(), entry.toObjectId());
      }
    } catch (UnreadableObject unreadable) {
      delete(merged);
      throw unreadable;
    }
  }

  /// Each object of these packs once, in the order of the packs' bytes.
  private List<RevObject> objectsOf(List<Pack> packs) throws IOException {
    List<RevObject> objects = new ArrayList<>();
    ObjectIdSubclassMap<RevObject> seen = new ObjectIdSubclassMap<>();
    try (RevWalk walk = new RevWalk(repository);
        PackedObjects packed =
            new PackedObjects(repository.getObjectDatabase(), repository.limits())) {
      for (Pack pack : packs) {
        List<PackIndex.MutableEntry> entries = new ArrayList<>();
        pack.getIndex().iterator().forEachRemaining(entry -> entries.add(entry.cloneEntry()));
        entries.sort(Comparator.comparingLong(PackIndex.MutableEntry::getOffset));
        for (PackIndex.MutableEntry entry : entries) {
          ObjectId id = entry.toObjectId();
          if (!seen.contains(id)) {
            RevObject object = walk.lookupAny(id, packed.type(pack, entry.getOffset(), id));
            seen.add(object);
            objects.add(object);
          }
        }
      }
    }
    return objects;
  }

  /// Both files are durable before the pack counts, which it does once its index is there.
  private static void write(PackWriter writer, PackFile pack) throws IOException {
    File folder = pack.getParentFile();
    // named as JGit names what its garbage collection leaves when it is killed
    Path bytes = File.createTempFile("gc_", PackExt.PACK.getTmpExtension(), folder).toPath();
    Path index = File.createTempFile("gc_", PackExt.INDEX.getTmpExtension(), folder).toPath();
    try {
      NullProgressMonitor silent = NullProgressMonitor.INSTANCE;
      durably(bytes, out -> writer.writePack(silent, silent, out));
      durably(index, writer::writeIndex);
      Files.move(bytes, pack.toPath(), StandardCopyOption.ATOMIC_MOVE);
      Files.move(index, pack.create(PackExt.INDEX).toPath(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(bytes);
      Files.deleteIfExists(index);
    }
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static void durably(Path file, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      content.writeTo(out);
      channel.force(true);
    }
  }

  /// The pack before its index: a reader that finds it gone takes no harm and looks again.
  private static void delete(Pack pack) throws IOException {
    pack.close();
    PackFile file = pack.getPackFile();
    Files.deleteIfExists(file.toPath());
    for (PackExt extension : PackExt.values()) {
      if (extension != PackExt.KEEP) {
        Files.deleteIfExists(file.create(extension).toPath());
      }
    }
  }
}
