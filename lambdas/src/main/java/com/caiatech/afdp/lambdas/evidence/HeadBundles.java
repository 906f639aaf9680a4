package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads;
import com.caiatech.afdp.schemas.evidence.AcceptedHeads.Accepted;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.PackParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// Writes the heads that {@link AcceptedHeads} reads, and brings their objects back.
final class HeadBundles {
  private final AcceptedHeads heads;
  private final VolumeName volume;

  HeadBundles(Path evidence, VolumeName volume) {
    this.heads = new AcceptedHeads(evidence, volume);
    this.volume = volume;
  }

  AcceptedHeads heads() {
    return heads;
  }

  /// Writes a head down with all that came since the one before; the same head again is nothing.
  ///
  /// @param from holds its objects, which are within the limits
  /// @throws LambdasException.Unavailable when another head of that number of commits was accepted,
  ///   which is never overwritten
  void create(Repository from, @Nullable CommitId before, CommitId head, long commits) {
    Path file = heads.file(commits);
    if (!Files.exists(file)) {
      try {
        WrittenOnce.create(file, out -> write(from, before, head, out));
      } catch (IOException fault) {
        throw new LambdasException.EvidenceFault(
            "Writing the accepted head "
                + head
                + " of volume "
                + volume
                + " to "
                + file
                + " failed: "
                + fault
                + "; a retry is safe",
            fault);
      }
    }
    CommitId standing = heads.of(commits).map(Accepted::head).orElseThrow();
    if (!standing.equals(head)) {
      throw new LambdasException.Unavailable(
          "Accepting head "
              + head
              + " of volume "
              + volume
              + ": head "
              + standing
              + " of the same "
              + commits
              + " commits was accepted before, and stays; a retry tells what the host shows as a"
              + " violation");
    }
  }

  /// Brings the objects of a head back.
  void restore(Accepted accepted, Repository into) {
    Path file = heads.file(accepted.commits());
    try (InputStream bundle = new BufferedInputStream(Files.newInputStream(file));
        ObjectInserter inserter = into.newObjectInserter()) {
      bundle.skipNBytes(AcceptedHeads.beginning(accepted.before(), accepted.head()).length);
      PackParser parser = inserter.newPackParser(bundle);
      parser.setAllowThin(true);
      PackLock lock = parser.parse(NullProgressMonitor.INSTANCE);
      inserter.flush();
      if (lock != null) {
        lock.unlock();
      }
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Bringing the objects of volume "
              + volume
              + " back from "
              + file
              + " failed: "
              + fault
              + "; restore the evidence store from a copy",
          fault);
    }
  }

  private static void write(
      Repository from, @Nullable CommitId before, CommitId head, OutputStream out)
      throws IOException {
    out.write(AcceptedHeads.beginning(before, head));
    PackConfig config = new PackConfig(from);
    config.setDeltaCompress(false); // those that were fetched are taken over
    config.setThreads(1);
    try (ObjectReader reader = from.newObjectReader();
        RevWalk walk = new RevWalk(reader);
        PackWriter pack = new PackWriter(config, reader)) {
      pack.setUseBitmaps(false);
      pack.setIndexDisabled(true);
      pack.preparePack(objects(walk, before, head).iterator());
      pack.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, out);
    }
  }

  /// The commits since the one before, and what differs from folder to folder between each and its
  /// parent: never the whole of a tree.
  private static Set<RevObject> objects(RevWalk walk, @Nullable CommitId before, CommitId head)
      throws IOException {
    Set<RevObject> objects = new LinkedHashSet<>();
    ObjectId end = before == null ? null : ObjectId.fromString(before.value());
    RevCommit commit = walk.parseCommit(ObjectId.fromString(head.value()));
    while (!commit.equals(end)) {
      objects.add(commit);
      RevCommit parent =
          commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0));
      if (parent == null || !parent.getTree().equals(commit.getTree())) {
        objects.add(commit.getTree());
        addDifference(walk, parent, commit, objects);
      }
      if (parent == null) {
        break;
      }
      commit = parent;
    }
    return objects;
  }

  private static void addDifference(
      RevWalk walk, @Nullable RevCommit parent, RevCommit commit, Set<RevObject> objects)
      throws IOException {
    try (TreeWalk trees = new TreeWalk(walk.getObjectReader())) {
      trees.setFilter(TreeFilter.ANY_DIFF);
      if (parent == null) {
        trees.addTree(new EmptyTreeIterator());
      } else {
        trees.addTree(parent.getTree());
      }
      trees.addTree(commit.getTree());
      while (trees.next()) {
        ObjectId id = trees.getObjectId(1);
        if (!id.equals(ObjectId.zeroId())) {
          objects.add(trees.isSubtree() ? walk.lookupTree(id) : walk.lookupBlob(id));
        }
        if (trees.isSubtree()) {
          trees.enterSubtree();
        }
      }
    }
  }
}
