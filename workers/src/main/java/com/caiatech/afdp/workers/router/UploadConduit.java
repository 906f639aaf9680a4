package com.caiatech.afdp.workers.router;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/// What a client uploads, taking note when it breaks off: the proxy tells that no otherwise than a
/// failure of the instance.
final class UploadConduit extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private final Runnable brokenOff;

  UploadConduit(StreamSourceConduit client, Runnable brokenOff) {
    super(client);
    this.brokenOff = brokenOff;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    try {
      return super.read(into);
    } catch (IOException broken) {
      brokenOff.run();
      throw broken;
    }
  }
}
