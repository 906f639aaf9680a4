package com.caiatech.afdp.workers.notification;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// Connections of which only so many bytes are read: a library that gathers answers without end
/// gets an end.
final class BoundedSockets extends SocketFactory {
  private final long most;

  BoundedSockets(long most) {
    this.most = most;
  }

  @Override
  public Socket createSocket() {
    return new BoundedSocket(most);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
    throw connected();
  }

  private static UnsupportedOperationException connected() {
    return new UnsupportedOperationException("connections are made with a time limit, later");
  }

  private static final class BoundedSocket extends Socket {
    private long left;

    private BoundedSocket(long most) {
      this.left = most;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          int read = super.read();
          count(read < 0 ? 0 : 1);
          return read;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          int read = super.read(into, from, length);
          count(Math.max(0, read));
          return read;
        }
      };
    }

    private synchronized void count(int read) throws IOException {
      left -= read;
      if (left < 0) {
        close();
        throw new IOException("the other side sent more than was expected");
      }
    }
  }
}
