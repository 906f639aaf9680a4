package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.git.BoundedObjects;
import com.caiatech.afdp.schemas.git.TreeCursor;
import com.caiatech.afdp.schemas.git.UnreadableObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// Finds what a tree adds to its parent's, reading only the folders that differ, and stops at the
/// first thing that is not an addition of a plain file at a ledger's path, or beyond a limit.
final class TreeDifference {
  private static final byte[] NOTHING = {};

  private final BoundedObjects objects;
  private final List<Addition> additions = new ArrayList<>();
  private int trees;
  private long bytes;

  TreeDifference(BoundedObjects objects) {
    this.objects = objects;
  }

  /// The additions, in the order of Git's trees.
  List<Addition> additions(@Nullable ObjectId parentTree, ObjectId tree)
      throws IOException, StructureBroken {
    if (!tree.equals(parentTree)) {
      compare(parentTree, tree, "", 1);
    }
    return additions;
  }

  private void compare(@Nullable ObjectId parentTree, ObjectId tree, String prefix, int depth)
      throws IOException, StructureBroken {
    if (depth > LedgerLimits.PATH_DEPTH) {
      throw new StructureBroken(ViolationKind.BAD_PATH, prefix, "folders that deep hold no record");
    }
    try {
      TreeCursor before = new TreeCursor(read(parentTree, prefix));
      TreeCursor after = new TreeCursor(read(tree, prefix));
      boolean hasBefore = before.next();
      boolean hasAfter = after.next();
      if (!hasAfter && depth > 1) {
        throw new StructureBroken(ViolationKind.BAD_PATH, prefix, "the folder is empty");
      }
      while (hasBefore || hasAfter) {
        int order = !hasBefore ? 1 : !hasAfter ? -1 : before.compareName(after);
        if (order < 0) {
          String path = prefix + before.shownName();
          throw new StructureBroken(
              ViolationKind.DELETED_RECORD, path, "the commit deletes or renames " + path);
        }
        compareItem(order == 0 ? before : null, after, prefix, depth);
        hasBefore = order == 0 ? before.next() : hasBefore;
        hasAfter = after.next();
      }
    } catch (UnreadableObject broken) {
      throw new StructureBroken(prefix, broken);
    }
  }

  private void compareItem(@Nullable TreeCursor before, TreeCursor after, String prefix, int depth)
      throws IOException, StructureBroken {
    if (before != null && after.hasSameContent(before)) {
      return;
    }
    String path = prefix + after.shownName();
    if (!after.hasPlainName() || after.nameLength() > LedgerLimits.NAME_LENGTH) {
      throw new StructureBroken(
          ViolationKind.BAD_PATH,
          path,
          "expected a name of a ledger's path, found '%s' of %d bytes"
              .formatted(after.shownName(), after.nameLength()));
    }
    if (before != null && !after.isTree()) {
      throw new StructureBroken(ViolationKind.CHANGED_RECORD, path, "the commit changes " + path);
    }
    if (after.isTree()) {
      compare(
          before == null ? null : before.id(), after.id(), prefix + after.name() + "/", depth + 1);
    } else {
      add(after, prefix + after.name());
    }
  }

  private void add(TreeCursor file, String path) throws StructureBroken {
    if (file.mode() != FileMode.REGULAR_FILE.getBits()) {
      throw new StructureBroken(
          ViolationKind.BAD_PATH,
          path,
          "expected a plain file of mode 100644, found mode " + Integer.toOctalString(file.mode()));
    }
    switch (LedgerPath.read(path)) {
      case PathReading.Good ignored -> additions.add(new Addition(path, file.id()));
      case PathReading.BadForm(String reason) ->
          throw new StructureBroken(ViolationKind.BAD_PATH, path, reason);
      case PathReading.WrongPlace(LedgerPath expected, String reason) ->
          throw new StructureBroken(
              ViolationKind.BAD_PATH, path, reason + "; it belongs at " + expected.text());
    }
    if (additions.size() > LedgerLimits.ENTRIES_PER_COMMIT) {
      throw beyond("at most " + LedgerLimits.ENTRIES_PER_COMMIT + " files in a commit");
    }
  }

  private byte[] read(@Nullable ObjectId tree, String prefix) throws IOException, StructureBroken {
    if (tree == null || tree.equals(Constants.EMPTY_TREE_ID)) {
      return NOTHING;
    }
    byte[] raw = objects.read(tree, Constants.OBJ_TREE, LedgerLimits.TREE_BYTES);
    trees++;
    bytes += raw.length;
    if (trees > LedgerLimits.TREES_PER_COMMIT || bytes > LedgerLimits.TREE_BYTES_PER_COMMIT) {
      throw beyond(
          "folders that differ in a commit to be at most %d and to have %d bytes, at %s"
              .formatted(
                  LedgerLimits.TREES_PER_COMMIT, LedgerLimits.TREE_BYTES_PER_COMMIT, prefix));
    }
    return raw;
  }

  private static StructureBroken beyond(String expected) {
    return new StructureBroken(
        ViolationKind.BEYOND_LIMITS, null, "expected " + expected + ", found more");
  }

  /// A file that is new.
  record Addition(String path, ObjectId blob) {}
}
