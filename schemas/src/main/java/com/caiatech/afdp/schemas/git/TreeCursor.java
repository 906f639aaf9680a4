package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.git.UnreadableObject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/// Goes through the entries of a tree's bytes, in their order, and stops where Git itself would
/// call the tree broken: a mode that is no octal number or begins with 0, a name that is empty or
/// holds a slash, entries that are not sorted or not told apart, an end within an entry. Names are
/// compared as bytes: none are read as another.
public final class TreeCursor {
  private static final int LONGEST_SHOWN = 100;
  private static final int LONGEST_MODE = 6;

  private final byte[] raw;
  private int next;
  private int mode;
  private int nameStart;
  private int nameEnd;

  /// @param raw which must not be changed
  public TreeCursor(byte[] raw) {
    this.raw = raw;
  }

  /// Goes to the next entry.
  ///
  /// @return whether there is one
  /// @throws UnreadableObject when the tree is broken there
  public boolean next() throws UnreadableObject {
    int previousStart = nameStart;
    int previousEnd = nameEnd;
    boolean previousIsTree = isTree();
    if (next == raw.length) {
      return false;
    }
    readMode();
    readName();
    next = nameEnd + 1 + Constants.OBJECT_ID_LENGTH;
    if (next > raw.length) {
      throw broken("it ends within the id of " + shownName());
    }
    if (previousEnd > 0 && compare(raw, previousStart, previousEnd, previousIsTree, this) >= 0) {
      throw broken("expected sorted names, each once, found " + shownName() + " out of order");
    }
    return true;
  }

  /// The mode of the entry, such as `0100644`.
  public int mode() {
    return mode;
  }

  public boolean isTree() {
    return FileMode.TREE.equals(mode);
  }

  /// The object that the entry names.
  public ObjectId id() {
    return ObjectId.fromRaw(raw, nameEnd + 1);
  }

  /// Whether the entry has the mode and names the object of the other one.
  public boolean hasSameContent(TreeCursor other) {
    return mode == other.mode
        && Arrays.equals(
            raw,
            nameEnd + 1,
            nameEnd + 1 + Constants.OBJECT_ID_LENGTH,
            other.raw,
            other.nameEnd + 1,
            other.nameEnd + 1 + Constants.OBJECT_ID_LENGTH);
  }

  /// Git's order of the names of two entries, in which a folder's counts with a slash at its end.
  public int compareName(TreeCursor other) {
    return compare(raw, nameStart, nameEnd, isTree(), other);
  }

  public int nameLength() {
    return nameEnd - nameStart;
  }

  /// Whether the name consists of printable ASCII characters alone.
  public boolean hasPlainName() {
    for (int i = nameStart; i < nameEnd; i++) {
      if (raw[i] <= ' ' || raw[i] > '~') {
        return false;
      }
    }
    return true;
  }

  /// The name; only a plain one is told apart from every other.
  public String name() {
    return new String(raw, nameStart, nameEnd - nameStart, StandardCharsets.ISO_8859_1);
  }

  /// The name as a message shows it: its beginning, in printable characters.
  public String shownName() {
    int end = Math.min(nameEnd, nameStart + LONGEST_SHOWN);
    return Excerpt.of(
        new String(raw, nameStart, end - nameStart, StandardCharsets.ISO_8859_1)
            + (end < nameEnd ? "…" : ""),
        LONGEST_SHOWN);
  }

  private void readMode() throws UnreadableObject {
    mode = 0;
    int start = next;
    while (next < raw.length && raw[next] != ' ') {
      if (raw[next] < '0' || raw[next] > '7' || raw[start] == '0' || next - start == LONGEST_MODE) {
        throw broken("a mode is no octal number without leading zeros");
      }
      mode = mode * 8 + raw[next++] - '0';
    }
    if (next == start || next == raw.length) {
      throw broken("it ends within a mode");
    }
    nameStart = ++next;
  }

  private void readName() throws UnreadableObject {
    nameEnd = nameStart;
    while (nameEnd < raw.length && raw[nameEnd] != 0) {
      if (raw[nameEnd++] == '/') {
        throw broken("a name holds a slash");
      }
    }
    if (nameEnd == nameStart || nameEnd == raw.length) {
      throw broken("a name is empty or does not end");
    }
  }

  private static int compare(byte[] raw, int start, int end, boolean isTree, TreeCursor other) {
    int length = end - start;
    int common = Math.min(length, other.nameLength());
    int order =
        Arrays.compareUnsigned(
            raw, start, start + common, other.raw, other.nameStart, other.nameStart + common);
    return order != 0
        ? order
        : Integer.compare(
            after(raw, start + common, end, isTree),
            after(other.raw, other.nameStart + common, other.nameEnd, other.isTree()));
  }

  /// What Git's order has at that place of a name.
  private static int after(byte[] raw, int at, int end, boolean isTree) {
    return at < end ? raw[at] & 0xff : isTree ? '/' : 0;
  }

  private static UnreadableObject broken(String found) {
    return new UnreadableObject(Reason.BROKEN, "a tree is broken: " + found);
  }
}
