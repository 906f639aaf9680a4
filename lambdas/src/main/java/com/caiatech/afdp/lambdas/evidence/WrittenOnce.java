package com.caiatech.afdp.lambdas.evidence;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of the evidence store: it is created whole and durable where there is none, and never
/// changed. What a store of objects has to offer in its place is to create an object if absent.
final class WrittenOnce {
  private WrittenOnce() {}

  /// What a file holds.
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Creates the file, and its folders where they are missing.
  ///
  /// @return whether it was not there
  static boolean create(Path file, Content content) throws IOException {
    Path folder = file.resolveSibling(".").normalize();
    Files.createDirectories(folder);
    Path whole = Files.createTempFile(folder, "", ".new");
    try {
      try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.createLink(file, whole); // unlike a rename, fails where the name is taken
    } catch (FileAlreadyExistsException another) {
      return false;
    } finally {
      Files.delete(whole);
    }
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
    return true;
  }
}
