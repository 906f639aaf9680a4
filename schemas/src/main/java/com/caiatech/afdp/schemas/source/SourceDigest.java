package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.LastUsed;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// The digest of a commit's tree, whatever hash Git itself uses: SHA-256 over one line for each
/// file, symbolic link and submodule, sorted by the bytes of the path:
///
/// `<mode, six octal digits> <path>\0<sha256, 64 hexadecimal digits>\n`
///
/// The inner digest is of the blob's bytes (of a symbolic link: its target), of a submodule that of
/// the commit id in lower-case hexadecimal. Safe for use by several threads; remembers the digests
/// of blobs that it has seen.
public final class SourceDigest {
  private static final int REMEMBERED = 100_000;

  private final Repository repository;
  private final Map<ObjectId, Sha256> blobs = new LastUsed<>(REMEMBERED);

  /// Digests trees of this repository, which the caller keeps open.
  public SourceDigest(Repository repository) {
    this.repository = repository;
  }

  /// The digest of a tree that is not in a repository yet, of regular files alone.
  ///
  /// @param files path to the digest of the blob's bytes
  public static Sha256 ofFiles(Map<String, Sha256> files) {
    List<Entry> entries = new ArrayList<>(files.size());
    files.forEach(
        (path, content) ->
            entries.add(
                new Entry(
                    FileMode.REGULAR_FILE.getBits(),
                    path.getBytes(StandardCharsets.UTF_8),
                    content)));
    return of(entries);
  }

  /// The digest of the tree of a commit that the repository holds.
  public Sha256 ofCommit(CommitId commit) {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      RevCommit parsed = walk.parseCommit(ObjectId.fromString(commit.value()));
      return of(entries(reader, parsed));
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Reading the tree of commit %s in %s failed; fetch the repository again and retry"
              .formatted(commit, repository.getDirectory()),
          fault);
    }
  }

  private List<Entry> entries(ObjectReader reader, RevCommit commit) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (TreeWalk tree = new TreeWalk(repository, reader)) {
      tree.addTree(commit.getTree());
      tree.setRecursive(true);
      while (tree.next()) {
        ObjectId id = tree.getObjectId(0);
        Sha256 content =
            FileMode.GITLINK.equals(tree.getRawMode(0))
                ? Sha256.ofUtf8(id.name())
                : blob(reader, id);
        entries.add(new Entry(tree.getRawMode(0), tree.getRawPath(), content));
      }
    }
    return entries;
  }

  private static Sha256 of(List<Entry> entries) {
    entries.sort((left, right) -> Arrays.compareUnsigned(left.path, right.path));
    MessageDigest digest = Sha256.newDigest();
    for (Entry entry : entries) {
      digest.update(entry.line());
    }
    return Sha256.ofDigest(digest.digest());
  }

  private Sha256 blob(ObjectReader reader, AnyObjectId id) throws IOException {
    ObjectId key = id.copy();
    synchronized (blobs) {
      Sha256 known = blobs.get(key);
      if (known != null) {
        return known;
      }
    }
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[8192];
    try (InputStream content = reader.open(key, Constants.OBJ_BLOB).openStream()) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    Sha256 computed = Sha256.ofDigest(digest.digest());
    synchronized (blobs) {
      blobs.put(key, computed);
    }
    return computed;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(int mode, byte[] path, Sha256 content) {
    byte[] line() {
      byte[] head = "%06o ".formatted(mode).getBytes(StandardCharsets.US_ASCII);
      byte[] tail = (content.value() + "\n").getBytes(StandardCharsets.US_ASCII);
      byte[] line = new byte[head.length + path.length + 1 + tail.length];
      System.arraycopy(head, 0, line, 0, head.length);
      System.arraycopy(path, 0, line, head.length, path.length);
      System.arraycopy(tail, 0, line, head.length + path.length + 1, tail.length);
      return line;
    }
  }
}
