package com.caiatech.afdp.graphmodel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.BoltConnectorInternalSettings;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;
import org.testcontainers.neo4j.Neo4jContainer;

/// Where the tests' Neo4j comes from; closing it stops what it started.
sealed interface Neo4jSource extends AutoCloseable {
  URI boltUri();

  String description();

  default String user() {
    return "neo4j";
  }

  default String password() {
    return "fixture";
  }

  @Override
  void close();

  /// A server that somebody else runs.
  record Given(URI boltUri, String user, String password) implements Neo4jSource {
    @Override
    public String description() {
      return "the server that NEO4J_URI names";
    }

    @Override
    public void close() {}
  }

  /// The official image, by Testcontainers.
  record Container(Neo4jContainer container) implements Neo4jSource {
    static Container start() {
      Neo4jContainer container =
          new Neo4jContainer(Neo4jFixture.IMAGE)
              .withoutAuthentication()
              .withEnv("NEO4J_server_memory_pagecache_size", "64m");
      container.start();
      return new Container(container);
    }

    @Override
    public URI boltUri() {
      return URI.create(container.getBoltUrl());
    }

    @Override
    public String description() {
      return "container " + Neo4jFixture.IMAGE;
    }

    @Override
    public void close() {
      container.stop();
    }
  }

  /// A server inside this JVM, its data in a folder that goes with it.
  record Embedded(DatabaseManagementService service, Path home, URI boltUri, String reason)
      implements Neo4jSource {
    static Embedded start(String reason) {
      try {
        Path home = Files.createTempDirectory("afdp-neo4j-test");
        int port = freePort();
        DatabaseManagementService service = build(home, port);
        return new Embedded(service, home, URI.create("bolt://127.0.0.1:" + port), reason);
      } catch (IOException failure) {
        throw new UncheckedIOException("no folder or port for the embedded Neo4j", failure);
      }
    }

    private static DatabaseManagementService build(Path home, int port) {
      Duration second = Duration.ofSeconds(1);
      SocketAddress bolt = new SocketAddress("127.0.0.1", port);
      return new DatabaseManagementServiceBuilder(home)
          .setConfig(BoltConnector.enabled, true)
          .setConfig(BoltConnector.listen_address, bolt)
          .setConfig(BoltConnector.advertised_address, bolt)
          .setConfig(HttpConnector.enabled, false)
          .setConfig(GraphDatabaseSettings.auth_enabled, false)
          .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(64))
          .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
          // tests empty and fill the graph, which would have their statements planned anew
          .setConfig(GraphDatabaseSettings.cypher_min_replan_interval, Duration.ofDays(1))
          .setConfig(
              GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, Duration.ZERO)
          .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_timeout, second)
          .setConfig(BoltConnectorInternalSettings.thread_pool_shutdown_wait_time, second)
          .setConfig(BoltConnectorInternalSettings.connection_shutdown_wait_time, second)
          .build();
    }

    private static int freePort() throws IOException {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }

    @Override
    public String description() {
      return "embedded server (" + reason + ")";
    }

    @Override
    public void close() {
      service.shutdown();
      try (Stream<Path> files = Files.walk(home)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.deleteIfExists(file);
        }
      } catch (IOException failure) {
        System.err.println("Neo4j for tests: its folder stays: " + home + ": " + failure);
      }
    }
  }
}
