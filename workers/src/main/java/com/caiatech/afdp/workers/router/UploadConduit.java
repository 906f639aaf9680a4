package com.caiatech.afdp.workers.router;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/// What a client uploads, taking note when it breaks off: the proxy tells that no otherwise than a
/// failure of the instance.
final class UploadConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private final Runnable brokenOff;
  private boolean moved;
  private int last;

  UploadConduit(StreamSourceConduit client, Runnable brokenOff) {
    super(client);
    this.brokenOff = brokenOff;
  }

  /// Whether anything came since this was asked last.
  boolean hasMoved() {
    boolean since = moved;
    moved = false;
    return since;
  }

  /// Whether what is missing is the client's to send, and not the instance's to take.
  boolean awaitsClient() {
    return last == 0;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      last = super.read(into);
      moved |= last > 0;
      return last;
    } catch (IOException broken) {
      brokenOff.run();
      throw broken;
    }
  }
}
