package com.caiatech.afdp.gateway.execution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Bytes in memory, up to a limit.
public final class BoundedBytes extends OutputStream {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int limit;

  /// @param limit how many bytes there may be
  public BoundedBytes(int limit) {
    this.limit = limit;
  }

  /// There are more bytes than allowed.
  public static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void write(int next) throws Exceeded {
    require(1);
    bytes.write(next);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws Exceeded {
    require(length);
    bytes.write(from, offset, length);
  }

  private void require(int more) throws Exceeded {
    if (more > limit - bytes.size()) {
      throw new Exceeded();
    }
  }

  /// What was written.
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
