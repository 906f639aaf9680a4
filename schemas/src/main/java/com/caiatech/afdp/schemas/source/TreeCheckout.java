package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// Writes one tree into a folder: first beside it, then renamed, so that the folder is whole or
/// absent. Links are written last, so that no file is ever written through one.
///
/// A path is bytes, whether or not they are text in UTF-8, and so it is held here: as a text with
/// one character for each byte.
final class TreeCheckout {
  private static final int LONGEST_LINK = 4096;
  private static final int LONGEST_NAME = 255;
  private static final String SAFE_IN_URIS = "/.-_~";

  private final Path staging;
  private final Checkout.Limits limits;
  private final Map<String, String> links = new LinkedHashMap<>();
  private int files;
  private long bytes;

  private TreeCheckout(Path staging, Checkout.Limits limits) {
    this.staging = staging;
    this.limits = limits;
  }

  static Checkout write(Repository repository, CommitId commit, Path folder, Checkout.Limits limits)
      throws IOException {
    if (Files.isDirectory(folder)) {
      return new Checkout.Done(folder, true);
    }
    Path parent = Files.createDirectories(folder.toAbsolutePath().getParent());
    Path staging = parent.resolve(folder.getFileName() + ".partial-" + UUID.randomUUID());
    try {
      Files.createDirectory(staging);
      new TreeCheckout(staging, limits).writeTree(repository, commit);
      Files.move(staging, folder, StandardCopyOption.ATOMIC_MOVE);
      return new Checkout.Done(folder, false);
    } catch (RefusedEntry refused) {
      return new Checkout.Refused(shown(refused.path), refused.reason);
    } catch (MissingObjectException missing) {
      if (missing.getObjectId().name().equals(commit.value())) {
        return new Checkout.UnknownCommit(commit);
      }
      throw missing;
    } finally {
      delete(staging);
    }
  }

  private void writeTree(Repository repository, CommitId commit) throws IOException, RefusedEntry {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader);
        TreeWalk tree = new TreeWalk(repository, reader)) {
      tree.addTree(walk.parseCommit(ObjectId.fromString(commit.value())).getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        String path = checkedPath(tree.getRawPath());
        if (++files > limits.files()) {
          throw new RefusedEntry(path, "the tree has more than " + limits.files() + " entries");
        }
        FileMode mode = tree.getFileMode(0);
        if (FileMode.GITLINK.equals(mode)) {
          Files.createDirectories(place(path));
        } else if (FileMode.SYMLINK.equals(mode)) {
          links.put(path, linkTarget(path, reader.open(tree.getObjectId(0), Constants.OBJ_BLOB)));
        } else {
          writeFile(path, reader.open(tree.getObjectId(0), Constants.OBJ_BLOB), mode);
        }
      }
    }
    for (Map.Entry<String, String> link : links.entrySet()) {
      requireInside(link.getKey());
    }
    for (Map.Entry<String, String> link : links.entrySet()) {
      Path place = place(link.getKey());
      Files.createDirectories(place.getParent());
      try {
        Files.createSymbolicLink(place, relative(link.getValue()));
      } catch (FileAlreadyExistsException twice) {
        throw new RefusedEntry(link.getKey(), "two entries of the tree have this path");
      }
    }
  }

  private void writeFile(String path, ObjectLoader blob, FileMode mode)
      throws IOException, RefusedEntry {
    bytes += blob.getSize();
    if (bytes > limits.bytes()) {
      throw new RefusedEntry(path, "the tree has more than " + limits.bytes() + " bytes");
    }
    Path file = place(path);
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
        blob.copyTo(out);
      }
    } catch (FileAlreadyExistsException twice) {
      throw new RefusedEntry(path, "two entries of the tree have this path");
    }
    if (FileMode.EXECUTABLE_FILE.equals(mode)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static String checkedPath(byte[] raw) throws RefusedEntry {
    String path = new String(raw, StandardCharsets.ISO_8859_1);
    for (String part : path.split("/", -1)) {
      String plain = part.toLowerCase(Locale.ROOT);
      if (plain.isEmpty() || plain.equals(".") || plain.equals("..") || plain.equals(".git")) {
        throw new RefusedEntry(path, "a path may not hold the part '" + part + "'");
      }
      if (part.length() > LONGEST_NAME) {
        throw new RefusedEntry(path, "a part of a path has at most " + LONGEST_NAME + " bytes");
      }
    }
    if (path.indexOf('\0') >= 0) {
      throw new RefusedEntry(path, "a path may not hold a NUL");
    }
    return path;
  }

  /// The file system takes the bytes of a URI as they are, but encodes a text by the locale, in
  /// which not every path can be said.
  private Path place(String path) {
    return Path.of(URI.create(staging.toUri() + escaped(path)));
  }

  private static Path relative(String target) {
    Path absolute = Path.of(URI.create("file:///" + escaped(target)));
    return absolute.subpath(0, absolute.getNameCount());
  }

  private static String escaped(String bytes) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char one = bytes.charAt(i);
      if (one < 0x80 && (Character.isLetterOrDigit(one) || SAFE_IN_URIS.indexOf(one) >= 0)) {
        escaped.append(one);
      } else {
        escaped.append("%%%02X".formatted((int) one));
      }
    }
    return escaped.toString();
  }

  /// As text where the bytes are text in UTF-8 without control characters, else each byte that is
  /// none of ASCII as `\xE9`.
  private static String shown(String bytes) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
              .toString();
      if (text.codePoints().noneMatch(Character::isISOControl)) {
        return text;
      }
    } catch (CharacterCodingException binary) {
      // shown byte by byte
    }
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char one = bytes.charAt(i);
      shown.append(one < ' ' || one > '~' ? "\\x%02X".formatted((int) one) : String.valueOf(one));
    }
    return shown.toString();
  }

  private static String linkTarget(String path, ObjectLoader blob)
      throws IOException, RefusedEntry {
    if (blob.getSize() > LONGEST_LINK) {
      throw new RefusedEntry(path, "a link's target has at most " + LONGEST_LINK + " bytes");
    }
    String target = new String(blob.getBytes(), StandardCharsets.ISO_8859_1);
    if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
      throw new RefusedEntry(
          path, "a link's target must be a relative path, found '%s'".formatted(shown(target)));
    }
    return target;
  }

  /// Follows the link as the file system would, part by part and through other links, and refuses
  /// it once it is above the root.
  private void requireInside(String link) throws RefusedEntry {
    String at = "";
    String rest = link;
    int budget = 1000;
    while (!rest.isEmpty()) {
      if (--budget == 0) {
        throw new RefusedEntry(link, "the link leads through too many others");
      }
      int slash = rest.indexOf('/');
      String part = slash < 0 ? rest : rest.substring(0, slash);
      rest = slash < 0 ? "" : rest.substring(slash + 1);
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (at.isEmpty()) {
          throw new RefusedEntry(
              link,
              "the link leaves the tree: its target is '"
                  + shown(links.getOrDefault(link, ""))
                  + "'");
        }
        at = at.substring(0, Math.max(at.lastIndexOf('/'), 0));
        continue;
      }
      String next = at.isEmpty() ? part : at + "/" + part;
      String target = links.get(next);
      if (target == null) {
        at = next;
      } else {
        rest = rest.isEmpty() ? target : target + "/" + rest;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException fault)
              throws IOException {
            if (fault != null) {
              throw fault;
            }
            Files.delete(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static final class RefusedEntry extends Exception {
    private static final long serialVersionUID = 1L;
    private final String path;
    private final String reason;

    private RefusedEntry(String path, String reason) {
      super(path + ": " + reason);
      this.path = path;
      this.reason = reason;
    }
  }
}
