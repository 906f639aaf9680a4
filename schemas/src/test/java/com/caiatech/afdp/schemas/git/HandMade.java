package com.caiatech.afdp.schemas.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Objects as nobody's Git makes them, written into a repository past every check.
public final class HandMade {
  private final FileRepository repository;

  public HandMade(FileRepository repository) {
    this.repository = repository;
  }

  /// The object of these bytes, whatever they are.
  public ObjectId insert(int type, byte[] raw) {
    try (ObjectInserter inserter = repository.getObjectDatabase().newInserter()) {
      ObjectId id = inserter.insert(type, raw);
      inserter.flush();
      return id;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public ObjectId blob(String text) {
    return insert(Constants.OBJ_BLOB, bytes(text));
  }

  /// A tree of these entries, in this order.
  public ObjectId tree(byte[]... entries) {
    return insert(Constants.OBJ_TREE, concat(entries));
  }

  /// An entry of a tree.
  public static byte[] entry(String mode, byte[] name, ObjectId id) {
    byte[] object = new byte[Constants.OBJECT_ID_LENGTH];
    id.copyRawTo(object, 0);
    return concat(bytes(mode + " "), name, new byte[] {0}, object);
  }

  public static byte[] entry(String mode, String name, ObjectId id) {
    return entry(mode, bytes(name), id);
  }

  /// A root tree with that one path.
  public ObjectId at(String path, String mode, ObjectId id) {
    String[] names = path.split("/", -1);
    ObjectId tree = tree(entry(mode, names[names.length - 1], id));
    for (int i = names.length - 2; i >= 0; i--) {
      tree = tree(entry("40000", names[i], tree));
    }
    return tree;
  }

  /// The bytes of a commit object without a signature.
  public static String commitText(ObjectId tree, ObjectId... parents) {
    StringBuilder text = new StringBuilder("tree " + tree.name() + "\n");
    for (ObjectId parent : parents) {
      text.append("parent ").append(parent.name()).append('\n');
    }
    return text.append("author M <m@example.invalid> 1769860800 +0000\n")
        .append("committer M <m@example.invalid> 1769860800 +0000\n\nby hand\n")
        .toString();
  }

  public ObjectId commit(ObjectId tree, ObjectId... parents) {
    return commit(commitText(tree, parents));
  }

  public ObjectId commit(String text) {
    return insert(Constants.OBJ_COMMIT, bytes(text));
  }

  /// Puts these bytes where the loose object of that id lies.
  public void replaceLoose(ObjectId id, byte[] file) {
    try {
      Path path = looseFile(id);
      Files.deleteIfExists(path);
      Files.createDirectories(path.getParent());
      Files.write(path, file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Takes a loose object away.
  public void remove(ObjectId id) {
    try {
      Files.delete(looseFile(id));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Path looseFile(ObjectId id) {
    return repository.getObjectDatabase().fileFor(id).toPath();
  }

  /// A loose object's file, whatever its header says.
  public static byte[] looseBytes(String header, byte[] content) {
    return deflate(concat(bytes(header), new byte[] {0}, content));
  }

  /// Points a branch to an object, which JGit does for no broken one.
  public void point(String ref, ObjectId id) {
    try {
      Files.writeString(repository.getDirectory().toPath().resolve(ref), id.name() + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public static byte[] deflate(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
      deflater.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
