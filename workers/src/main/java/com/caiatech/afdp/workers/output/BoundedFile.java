package com.caiatech.afdp.workers.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a log and moves it aside whenever it is full.
final class BoundedFile extends OutputStream {
  private final OutputLog log;
  private OutputStream current;
  private long size;

  BoundedFile(OutputLog log) throws IOException {
    this.log = log;
    this.current = append();
  }

  private OutputStream append() throws IOException {
    return Files.newOutputStream(log.file(), StandardOpenOption.APPEND);
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (size > 0 && size + length > OutputLog.LONGEST) {
      current.close();
      Files.move(log.file(), log.older(), StandardCopyOption.REPLACE_EXISTING);
      log.make();
      current = append();
      size = 0;
    }
    current.write(bytes, offset, length);
    size += length;
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
