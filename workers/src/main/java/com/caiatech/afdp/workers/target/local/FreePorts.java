package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.reason.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Finds ports for instances, below those that the system gives to outgoing connections: one of
/// these could be taken between the choice and the instance's own bind.
final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int ABOVE_HIGHEST = 32_000;
  private static final int REMEMBERED = 200;
  private static final int ATTEMPTS = 2_000;

  private final Set<Integer> given = new LinkedHashSet<>();

  synchronized int next() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE_HIGHEST);
      if (!given.contains(port) && isFree(port)) {
        given.add(port);
        if (given.size() > REMEMBERED) {
          given.remove(given.iterator().next());
        }
        return port;
      }
    }
    throw new WorkersException.TargetUnavailable(
        Reason.of(
                "Choosing a port for an instance failed: no free one found on 127.0.0.1 from {} to {}")
            .with(LOWEST)
            .with(ABOVE_HIGHEST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
