package com.caiatech.afdp.lambdas.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Stands between a driver and the graph on loopback, and once cuts every connection at a chosen
/// request: before it reaches the graph, or after, so that the answer is lost.
public final class CuttingProxy implements AutoCloseable {
  /// A commit as Bolt frames it: a chunk of two bytes, a structure without fields, 0x12, the end.
  private static final byte[] COMMIT = {0, 2, (byte) 0xB0, 0x12, 0, 0};

  private static final int BUFFER = 1 << 16;

  private final URI graph;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private @Nullable Cut cut;
  private volatile boolean refusing;

  /// When to cut.
  ///
  /// @param requests how many requests, or commits, are let through before
  /// @param commits whether commits alone count
  /// @param after whether the graph gets the request
  /// @param told is called at the cut, before the connections are closed
  public record Cut(int requests, boolean commits, boolean after, Runnable told) {
    private Cut later() {
      return new Cut(requests - 1, commits, after, told);
    }
  }

  /// @param graph where the graph is
  public CuttingProxy(URI graph) {
    this.graph = graph;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    Thread.startVirtualThread(this::accept);
  }

  /// Where drivers connect.
  public URI uri() {
    return URI.create("bolt://127.0.0.1:" + server.getLocalPort());
  }

  /// Cuts once from now on; absent for no more.
  public synchronized void cut(@Nullable Cut next) {
    cut = next;
  }

  /// Whether to take no connection.
  public void refuse(boolean all) {
    refusing = all;
  }

  @Override
  public void close() {
    closeAll();
    close(server);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (refusing) {
          close(client);
          continue;
        }
        Socket target = new Socket(graph.getHost(), graph.getPort());
        open.add(client);
        open.add(target);
        Connection connection = new Connection(client, target);
        Thread.startVirtualThread(connection::requests);
        Thread.startVirtualThread(connection::answers);
      } catch (IOException closed) {
        closeAll();
      }
    }
  }

  private void closeAll() {
    open.forEach(CuttingProxy::close);
    open.clear();
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /// What is to be done about a request.
  private synchronized @Nullable Cut due(byte[] bytes, int length) {
    Cut next = cut;
    if (next == null || (next.commits() && !hasCommit(bytes, length))) {
      return null;
    }
    if (next.requests() > 0) {
      cut = next.later();
      return null;
    }
    cut = null;
    return next;
  }

  private static boolean hasCommit(byte[] bytes, int length) {
    for (int at = 0; at + COMMIT.length <= length; at++) {
      int same = 0;
      while (same < COMMIT.length && bytes[at + same] == COMMIT[same]) {
        same++;
      }
      if (same == COMMIT.length) {
        return true;
      }
    }
    return false;
  }

  /// One connection of a driver.
  private final class Connection {
    private final Socket client;
    private final Socket target;
    private volatile @Nullable Cut losing;

    Connection(Socket client, Socket target) {
      this.client = client;
      this.target = target;
    }

    void requests() {
      try (client;
          target;
          InputStream in = client.getInputStream();
          OutputStream out = target.getOutputStream()) {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          Cut due = due(buffer, read);
          if (due != null && !due.after()) {
            end(due);
            return;
          }
          losing = due;
          out.write(buffer, 0, read);
        }
      } catch (IOException closed) {
        open.remove(client);
      }
    }

    void answers() {
      try (client;
          target;
          InputStream in = target.getInputStream();
          OutputStream out = client.getOutputStream()) {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          Cut lost = losing;
          if (lost != null) {
            end(lost);
            return;
          }
          out.write(buffer, 0, read);
        }
      } catch (IOException closed) {
        open.remove(target);
      }
    }

    private void end(Cut due) {
      due.told().run();
      closeAll();
    }
  }
}
