package com.caiatech.afdp.schemas.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// Finds what a tree adds to its parent's, reading only the folders that differ, and stops at the
/// first thing that is not an addition of a plain file at a ledger's path.
final class TreeDifference {
  private static final int MAX_TREE_BYTES = 64 << 20;
  private static final int MAX_DEPTH = 8;

  private final ObjectReader reader;
  private final List<Addition> additions = new ArrayList<>();

  TreeDifference(ObjectReader reader) {
    this.reader = reader;
  }

  /// The additions, in the order of Git's trees.
  List<Addition> additions(@Nullable ObjectId parentTree, ObjectId tree)
      throws IOException, StructureBroken {
    compare(parentTree, tree, "", 0);
    return additions;
  }

  private void compare(
      @Nullable ObjectId parentTree, @Nullable ObjectId tree, String prefix, int depth)
      throws IOException, StructureBroken {
    if (depth > MAX_DEPTH) {
      throw new StructureBroken(ViolationKind.BAD_PATH, prefix, "folders that deep hold no record");
    }
    Map<String, Item> before = read(parentTree, prefix);
    Map<String, Item> after = read(tree, prefix);
    for (Map.Entry<String, Item> entry : before.entrySet()) {
      if (!after.containsKey(entry.getKey())) {
        throw new StructureBroken(
            ViolationKind.DELETED_RECORD,
            prefix + entry.getKey(),
            "the commit deletes or renames " + prefix + entry.getKey());
      }
    }
    for (Map.Entry<String, Item> entry : after.entrySet()) {
      compareItem(before.get(entry.getKey()), entry.getValue(), prefix + entry.getKey(), depth);
    }
  }

  private void compareItem(@Nullable Item before, Item after, String path, int depth)
      throws IOException, StructureBroken {
    if (after.equals(before)) {
      return;
    }
    if (before != null && !(before.isTree() && after.isTree())) {
      throw new StructureBroken(ViolationKind.CHANGED_RECORD, path, "the commit changes " + path);
    }
    if (after.isTree()) {
      compare(before == null ? null : before.id(), after.id(), path + "/", depth + 1);
    } else if (!FileMode.REGULAR_FILE.equals(after.mode())) {
      throw new StructureBroken(
          ViolationKind.BAD_PATH,
          path,
          "expected a plain file of mode 100644 at " + path + ", found mode " + after.modeText());
    } else if (LedgerPath.read(path) instanceof PathReading.BadForm(String reason)) {
      throw new StructureBroken(ViolationKind.BAD_PATH, path, reason);
    } else {
      additions.add(new Addition(path, after.id()));
    }
  }

  private Map<String, Item> read(@Nullable ObjectId tree, String prefix)
      throws IOException, StructureBroken {
    Map<String, Item> items = new LinkedHashMap<>();
    if (tree == null) {
      return items;
    }
    byte[] raw = reader.open(tree, Constants.OBJ_TREE).getCachedBytes(MAX_TREE_BYTES);
    try {
      new ObjectChecker().checkTree(raw);
    } catch (CorruptObjectException | IndexOutOfBoundsException broken) {
      // the checker takes a mode that is no int for an index
      throw new StructureBroken(
          ViolationKind.BROKEN_OBJECT,
          prefix,
          "the tree " + tree.name() + " is broken: " + broken.getMessage());
    }
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(raw); !parser.eof(); parser.next()) {
      items.put(
          parser.getEntryPathString(),
          new Item(parser.getEntryRawMode(), parser.getEntryObjectId()));
    }
    return items;
  }

  /// A file that is new.
  record Addition(String path, ObjectId blob) {}

  private record Item(int mode, ObjectId id) {
    boolean isTree() {
      return FileMode.TREE.equals(mode);
    }

    String modeText() {
      return Integer.toOctalString(mode);
    }
  }

  /// The first thing that is no addition.
  static final class StructureBroken extends Exception {
    private static final long serialVersionUID = 1L;
    private final ViolationKind kind;
    private final String path;

    StructureBroken(ViolationKind kind, String path, String message) {
      super(message);
      this.kind = kind;
      this.path = path;
    }

    ViolationKind kind() {
      return kind;
    }

    String path() {
      return path;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
