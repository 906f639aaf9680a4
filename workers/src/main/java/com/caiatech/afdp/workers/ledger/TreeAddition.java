package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.ObjectPack;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// Makes the tree of a commit that adds files: only the folders on their paths are read and written
/// again.
final class TreeAddition {
  private final Trees trees;

  TreeAddition(Trees trees) {
    this.trees = trees;
  }

  /// Where folders are read and written.
  interface Trees {
    byte[] read(ObjectId tree) throws IOException;

    ObjectId add(byte[] tree);
  }

  /// Folders that are read from a repository and added to a pack.
  static TreeAddition of(ObjectReader reader, ObjectPack pack) {
    return new TreeAddition(
        new Trees() {
          @Override
          public byte[] read(ObjectId tree) throws IOException {
            return reader.open(tree, Constants.OBJ_TREE).getCachedBytes(Integer.MAX_VALUE);
          }

          @Override
          public ObjectId add(byte[] tree) {
            return pack.add(Constants.OBJ_TREE, tree);
          }
        });
  }

  /// The tree with the blobs added, which must be new.
  ObjectId add(@Nullable ObjectId tree, SortedMap<String, ObjectId> blobs) throws IOException {
    SortedMap<String, Item> items = read(tree);
    SortedMap<String, SortedMap<String, ObjectId>> folders = new TreeMap<>();
    for (Map.Entry<String, ObjectId> blob : blobs.entrySet()) {
      String path = blob.getKey();
      int slash = path.indexOf('/');
      if (slash < 0) {
        if (items.put(path, new Item(path, FileMode.REGULAR_FILE, blob.getValue())) != null) {
          throw new IllegalStateException("the tree holds " + path + " already");
        }
      } else {
        folders
            .computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
            .put(path.substring(slash + 1), blob.getValue());
      }
    }
    for (Map.Entry<String, SortedMap<String, ObjectId>> folder : folders.entrySet()) {
      String key = folder.getKey() + "/";
      Item before = items.get(key);
      ObjectId id = add(before == null ? null : before.id(), folder.getValue());
      items.put(key, new Item(folder.getKey(), FileMode.TREE, id));
    }
    TreeFormatter formatter = new TreeFormatter();
    for (Item item : items.values()) {
      formatter.append(item.name(), item.mode(), item.id());
    }
    return trees.add(formatter.toByteArray());
  }

  /// The entries in Git's order, in which a folder's name counts with a slash at its end.
  private SortedMap<String, Item> read(@Nullable ObjectId tree) throws IOException {
    SortedMap<String, Item> items = new TreeMap<>();
    if (tree == null) {
      return items;
    }
    byte[] raw = trees.read(tree);
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(raw); !parser.eof(); parser.next()) {
      FileMode mode = parser.getEntryFileMode();
      String name = parser.getEntryPathString();
      items.put(
          FileMode.TREE.equals(mode) ? name + "/" : name,
          new Item(name, mode, parser.getEntryObjectId()));
    }
    return items;
  }

  private record Item(String name, FileMode mode, ObjectId id) {}
}
