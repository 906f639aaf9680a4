package com.caiatech.afdp.lambdas.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Hosts on loopback that take every connection and never answer, until they are closed: then each
/// connection ends.
public final class DeafHosts implements AutoCloseable {
  private final List<ServerSocket> sockets = new ArrayList<>();

  /// Opens so many.
  public DeafHosts(int number) {
    try {
      for (int i = 0; i < number; i++) {
        sockets.add(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      }
    } catch (IOException fault) {
      close();
      throw new UncheckedIOException(fault);
    }
  }

  /// An address at one of them.
  public URI address(int host, String repository) {
    return URI.create(
        "git://127.0.0.1:" + sockets.get(host).getLocalPort() + "/" + repository + ".git");
  }

  @Override
  public void close() {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException fault) {
        throw new UncheckedIOException(fault);
      }
    }
  }
}
