package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// Temporal's in-memory server inside this process: workflows end with the process.
public final class InProcessTemporal implements TemporalService {
  private static final boolean TIME_SKIPPING_LOCKED = true; // unlocked, updates fail NOT_FOUND
  private static final int STOP_SECONDS = 2;

  private final TestServicesStarter services;
  private final Server server;

  private InProcessTemporal(TestServicesStarter services, Server server) {
    this.services = services;
    this.server = server;
  }

  /// Starts the service on loopback and the port.
  static InProcessTemporal start(int port) {
    TestServicesStarter services =
        new TestServicesStarter(TIME_SKIPPING_LOCKED, System.currentTimeMillis());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    try {
      return new InProcessTemporal(services, builder.build().start());
    } catch (IOException failure) {
      services.close();
      throw new InfraException.Unavailable(
          "starting the in-process Temporal service on port " + port + " failed: " + failure,
          failure);
    }
  }

  @Override
  public String target() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public boolean survivesRestart() {
    return false;
  }

  @Override
  public String description() {
    return "in-process Temporal service (running deployments end with this process)";
  }

  /// Whoever still polls is cut off after two seconds.
  @Override
  public void close() {
    server.shutdown();
    services.close();
    try {
      if (!server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
