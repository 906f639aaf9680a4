package com.caiatech.afdp.schemas.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackFile;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.file.PackMidx;
import org.eclipse.jgit.internal.storage.pack.PackExt;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdSubclassMap;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bounds the number of packs in a repository where every fetch or every commit leaves one, and
/// each makes finding an object slower. One process at a time merges; others may write and read
/// meanwhile. Not thread-safe.
///
/// Packs are merged by size, as `git repack --geometric` does: those that stay hold at least twice
/// the objects of all smaller ones together. So their number grows with the logarithm of what is
/// there, and an object is copied as often, while packing everything anew costs as much as there is
/// each time. All is copied, reachable or not: nothing goes away, and what somebody wrote and has
/// not made reachable yet stays durable.
public final class SmallPacks {
  private static final int PACKS_AT_MOST = 20;

  /// Packs from here on stay as they are, so that no merging takes long.
  private static final long LARGE = 256L << 20;

  /// Up to so many objects the search for deltas is made anew at each merging.
  private static final long SEARCHED_AT_MOST = 4_096;

  /// Versions of a folder differ little in size, and by size they are ordered: more neighbours find
  /// nothing shorter.
  private static final int SEARCH_WINDOW = 3;

  private static final int BUFFER = 1 << 16;

  /// Locked by the process that merges; not named as a lock file, of which it is none.
  private static final String MERGING = "afdp-merging";

  private static final Logger LOG = LoggerFactory.getLogger(SmallPacks.class);

  private final BoundedRepository repository;
  private final Deltas deltas;
  private int packsKept;

  /// What becomes of objects when they are copied.
  public enum Deltas {
    /// They are copied as they are compressed. (JGit looks for no deltas among what lies in packs.)
    AS_THEY_ARE,
    /// Among few objects deltas are looked for, since they came whole.
    SEARCHED
  }

  public SmallPacks(BoundedRepository repository, Deltas deltas) {
    this.repository = repository;
    this.deltas = deltas;
  }

  /// Merges small packs where there are too many packs, and no other process does. Where that
  /// fails, as for a pack that is broken, all stays as it is, and it is tried again once there are
  /// as many packs more.
  ///
  /// @return whether there were too many, and merging them did not fail
  public boolean merge() {
    Collection<Pack> packs = repository.getObjectDatabase().getPacks();
    if (packs.size() <= packsKept + PACKS_AT_MOST) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(
                repository.getDirectory().toPath().resolve(MERGING),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return false;
      }
      List<Pack> small = small(packs);
      if (small.size() > 1) {
        merge(small);
      }
      packsKept = packs.size() - small.size();
      return true;
    } catch (OverlappingFileLockException merging) {
      return false;
    } catch (IOException failed) {
      packsKept = packs.size();
      LOG.warn(
          "Merging packs of {} failed: {}; all stay as they are",
          repository.getDirectory(),
          failed.toString());
      return false;
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
    try (PackWriter writer = new PackWriter(config(packs), repository.newObjectReader())) {
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

  private PackConfig config(List<Pack> packs) throws IOException {
    long objects = 0;
    for (Pack pack : packs) {
      objects += pack.getIndex().getObjectCount();
    }
    boolean search = deltas == Deltas.SEARCHED && objects <= SEARCHED_AT_MOST;
    PackConfig config = new PackConfig();
    config.setReuseObjects(true);
    config.setReuseDeltas(!search);
    config.setDeltaCompress(search);
    config.setDeltaSearchWindowSize(SEARCH_WINDOW);
    config.setThreads(1);
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

  private static void write(PackWriter writer, PackFile pack) throws IOException {
    NullProgressMonitor silent = NullProgressMonitor.INSTANCE;
    DurablePack.write(pack, out -> writer.writePack(silent, silent, out), writer::writeIndex);
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
