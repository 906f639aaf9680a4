package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.id.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What lay in the trees of a release when an instance of it was first to run: what its commits
/// hold and what its checks had built. What its instances write beside that is theirs.
///
/// @param files the digest of each file's content and of whether it can be run, or of a link's
///   target, by its path below the release's folder as in a URI, so that every name can be said
record StartedFiles(Map<String, Sha256> files) {
  /// More than this is not taken note of: such a release is made anew.
  private static final int MOST_FILES = 200_000;

  private static final long MOST_BYTES = 4L << 30;
  private static final Logger LOG = LoggerFactory.getLogger(StartedFiles.class);

  StartedFiles {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /// The files of the trees; none where they are too many, or one cannot be read.
  ///
  /// @param folder of the release
  static Optional<StartedFiles> of(Path folder, List<Path> trees) {
    Reading reading = new Reading(folder.toUri().getRawPath());
    try {
      for (Path tree : trees) {
        Files.walkFileTree(tree, reading);
      }
    } catch (IOException unread) {
      LOG.warn("what a release is started with is not kept for a rollback: {}", unread.toString());
      return Optional.empty();
    }
    return Optional.of(new StartedFiles(reading.files));
  }

  /// Whether each of these files is in the trees, and what it was.
  boolean areIn(Path folder, List<Path> trees) {
    return of(folder, trees)
        .filter(now -> now.files.entrySet().containsAll(files.entrySet()))
        .isPresent();
  }

  private static final class Reading extends SimpleFileVisitor<Path> {
    private final SortedMap<String, Sha256> files = new TreeMap<>();
    private final String root;
    private long bytes;

    private Reading(String root) {
      this.root = root;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isOther()) {
        return FileVisitResult.CONTINUE;
      }
      bytes += attributes.size();
      if (files.size() == MOST_FILES || bytes > MOST_BYTES) {
        throw new IOException(
            "expected at most %d files with %d bytes, found more"
                .formatted(MOST_FILES, MOST_BYTES));
      }
      files.put(file.toUri().getRawPath().substring(root.length()), digest(file, attributes));
      return FileVisitResult.CONTINUE;
    }

    private static Sha256 digest(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isSymbolicLink()) {
        return of("link", Sha256.ofUtf8(Files.readSymbolicLink(file).toString()));
      }
      MessageDigest digest = Sha256.newDigest();
      try (OutputStream into = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        Files.copy(file, into);
      }
      return of(Files.isExecutable(file) ? "program" : "file", Sha256.ofDigest(digest.digest()));
    }

    private static Sha256 of(String kind, Sha256 content) {
      return Sha256.ofUtf8(kind + content.value());
    }
  }
}
