package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// The ids of the commits that one meets from a head along first parents, until a known commit or
/// one without parents. 20 bytes each, so that a full volume's fit into memory.
public final class CommitLine {
  private static final byte[] TREE = Constants.encodeASCII("tree ");
  private static final byte[] PARENT = Constants.encodeASCII("parent ");
  private static final byte[] AUTHOR = Constants.encodeASCII("author ");
  private static final String MALFORMED =
      "expected a commit that begins with the lines of its tree, its parents and its author,"
          + " found another";
  private static final int ID = Constants.OBJECT_ID_LENGTH;

  private final boolean reachesKnown;
  private final @Nullable ObjectId lastMerge;
  private final @Nullable Gap gap;
  private byte[] ids = new byte[64 * ID];
  private int left;

  private CommitLine() {
    reachesKnown = true;
    lastMerge = null;
    gap = null;
  }

  private CommitLine(
      BoundedObjects objects, @Nullable ObjectId known, ObjectId head, int commitBytes, int commits)
      throws IOException {
    ObjectId next = head;
    ObjectId merge = null;
    Gap found = null;
    while (next != null && !next.equals(known) && found == null) {
      try {
        if (left == commits) {
          throw new UnreadableObject(
              Reason.TOO_LARGE, "expected at most " + commits + " commits, found more");
        }
        byte[] raw = objects.read(next, Constants.OBJ_COMMIT, commitBytes);
        List<ObjectId> parents = parents(raw);
        add(next);
        merge = parents.size() > 1 ? next : merge;
        next = parents.isEmpty() ? null : parents.getFirst();
      } catch (UnreadableObject unreadable) {
        found = new Gap(next, unreadable);
      }
    }
    gap = found;
    lastMerge = merge;
    reachesKnown = found == null && (known == null || next != null);
  }

  /// Where the walk ended early.
  ///
  /// @param commit the one that is not read
  public record Gap(ObjectId commit, UnreadableObject reason) {}

  /// No commit at all.
  public static CommitLine none() {
    return new CommitLine();
  }

  /// Walks from the head.
  ///
  /// @param known where the walk ends; absent where it goes to the first commit
  /// @param commitBytes the most bytes that a commit may have
  /// @param commits how many there may be
  /// @throws IOException when the disk fails
  public static CommitLine of(
      BoundedObjects objects, @Nullable ObjectId known, ObjectId head, int commitBytes, int commits)
      throws IOException {
    return new CommitLine(objects, known, head, commitBytes, commits);
  }

  /// Whether the head is the known commit or descends from it by first parents; where none is
  /// known, whether the first commit was met.
  public boolean reachesKnown() {
    return reachesKnown;
  }

  /// The merge that is farthest from the head.
  public Optional<ObjectId> lastMerge() {
    return Optional.ofNullable(lastMerge);
  }

  /// Where the walk ended early, if it did.
  public Optional<Gap> gap() {
    return Optional.ofNullable(gap);
  }

  public boolean isEmpty() {
    return left == 0;
  }

  /// How many were not taken yet.
  public int size() {
    return left;
  }

  /// The oldest that was not taken yet.
  public ObjectId next() {
    left--;
    return ObjectId.fromRaw(ids, left * ID);
  }

  private void add(ObjectId id) {
    if (ids.length == left * ID) {
      ids = Arrays.copyOf(ids, 2 * ids.length);
    }
    id.copyRawTo(ids, left * ID);
    left++;
  }

  /// The parents' ids as Git has them: in the lines that follow the tree's. A commit that is read
  /// further than this has an author too.
  private static List<ObjectId> parents(byte[] raw) throws UnreadableObject {
    try {
      List<ObjectId> parents = new ArrayList<>(1);
      int next = afterId(raw, 0, TREE);
      while (startsWith(raw, next, PARENT)) {
        parents.add(ObjectId.fromString(raw, next + PARENT.length));
        next = afterId(raw, next, PARENT);
      }
      if (startsWith(raw, next, AUTHOR)) {
        return parents;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      throw new UnreadableObject(Reason.BROKEN, MALFORMED, malformed);
    }
    throw new UnreadableObject(Reason.BROKEN, MALFORMED);
  }

  /// Where the line after one of a name and an id begins.
  private static int afterId(byte[] raw, int start, byte[] name) throws UnreadableObject {
    int id = start + name.length;
    int end = id + Constants.OBJECT_ID_STRING_LENGTH;
    if (!startsWith(raw, start, name) || raw[end] != '\n') {
      throw new UnreadableObject(Reason.BROKEN, MALFORMED);
    }
    ObjectId.fromString(raw, id);
    return end + 1;
  }

  private static boolean startsWith(byte[] raw, int start, byte[] name) {
    int end = start + name.length;
    return end <= raw.length && Arrays.equals(raw, start, end, name, 0, name.length);
  }
}
