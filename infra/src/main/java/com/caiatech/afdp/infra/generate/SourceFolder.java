package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.schemas.git.NewObjects;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/// A folder of a source tree, which knows what of it has changed since it was written.
final class SourceFolder {
  private final Map<String, SourceFolder> folders = new TreeMap<>();

  /// In Git's order, in which a folder's name counts with a slash at its end.
  private final SortedMap<String, ObjectId> entries = new TreeMap<>();

  private @Nullable ObjectId written;

  /// Puts a file into it or a folder below.
  void put(String path, ObjectId blob) {
    written = null;
    int slash = path.indexOf('/');
    if (slash < 0) {
      entries.put(path, blob);
    } else {
      folders
          .computeIfAbsent(path.substring(0, slash), _ -> new SourceFolder())
          .put(path.substring(slash + 1), blob);
    }
  }

  /// Writes what has changed.
  ///
  /// @return the tree
  ObjectId write(NewObjects objects) {
    ObjectId known = written;
    if (known != null) {
      return known;
    }
    folders.forEach((name, folder) -> entries.put(name + "/", folder.write(objects)));
    TreeFormatter tree = new TreeFormatter();
    entries.forEach(
        (name, id) -> {
          boolean folder = name.endsWith("/");
          tree.append(
              folder ? name.substring(0, name.length() - 1) : name,
              folder ? FileMode.TREE : FileMode.REGULAR_FILE,
              id);
        });
    ObjectId id = objects.add(Constants.OBJ_TREE, tree.toByteArray());
    written = id;
    return id;
  }
}
