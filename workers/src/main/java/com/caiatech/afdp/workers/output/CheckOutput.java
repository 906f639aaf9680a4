package com.caiatech.afdp.workers.output;

import com.caiatech.afdp.schemas.id.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what a check prints or is answered: all of it is digested and counted, the last of it is
/// kept in a log. A log that cannot be written changes neither digest nor counts. Thread-safe: what
/// comes after the end is ignored.
public final class CheckOutput implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckOutput.class);

  private final MessageDigest digest = Sha256.newDigest();
  private @Nullable OutputStream log;
  private long bytes;
  private long lineFeeds;
  private boolean inLine;
  private boolean closed;

  private CheckOutput(@Nullable OutputStream log) {
    this.log = log;
  }

  /// Begins the check's log anew.
  public static CheckOutput into(OutputLog log) {
    try {
      return new CheckOutput(log.begin());
    } catch (IOException fault) {
      LOG.warn("{} cannot be written; the check goes on without: {}", log, fault.getMessage());
      return new CheckOutput(null);
    }
  }

  /// Takes the first bytes of an array.
  public synchronized void take(byte[] from, int length) {
    if (closed || length == 0) {
      return;
    }
    digest.update(from, 0, length);
    bytes += length;
    for (int i = 0; i < length; i++) {
      if (from[i] == '\n') {
        lineFeeds++;
      }
    }
    inLine = from[length - 1] != '\n';
    keep(from, length);
  }

  /// Takes a line.
  public void line(String text) {
    byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
    take(line, line.length);
  }

  /// Begins a line where none is begun.
  public synchronized void freshLine() {
    if (inLine) {
      take(new byte[] {'\n'}, 1);
    }
  }

  /// Ends it.
  ///
  /// @return what stands for all of it
  public synchronized Printed end() {
    close();
    return new Printed(Sha256.ofDigest(digest.digest()), bytes, inLine ? lineFeeds + 1 : lineFeeds);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (log != null) {
      try {
        log.close();
      } catch (IOException fault) {
        LOG.warn("closing the log of a check failed: {}", fault.getMessage());
      }
      log = null;
    }
  }

  private void keep(byte[] from, int length) {
    if (log != null) {
      try {
        log.write(from, 0, length);
      } catch (IOException fault) {
        LOG.warn("the log of a check ends here: {}", fault.getMessage());
        log = null;
      }
    }
  }
}
