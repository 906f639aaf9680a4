package com.caiatech.afdp.schemas.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// By what a file is seen to have changed, without reading it.
///
/// @param fileKey which file it is, so that a replaced one differs
/// @param modifiedMillis when it was written last, since the epoch
/// @param size in bytes
public record FileStamp(String fileKey, long modifiedMillis, long size) {
  /// The stamp of the file as it now is.
  ///
  /// @throws IOException when it cannot be looked at
  public static FileStamp of(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new FileStamp(
        String.valueOf(now.fileKey()), now.lastModifiedTime().toMillis(), now.size());
  }
}
