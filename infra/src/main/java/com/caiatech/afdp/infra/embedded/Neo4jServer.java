package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.BoltConnectorInternalSettings;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.io.ByteUnit;
import org.neo4j.io.fs.DefaultFileSystemAbstraction;
import org.neo4j.kernel.impl.security.User;
import org.neo4j.logging.NullLogProvider;
import org.neo4j.memory.EmptyMemoryTracker;
import org.neo4j.server.security.SecureHasher;
import org.neo4j.server.security.SystemGraphCredential;
import org.neo4j.server.security.auth.CommunitySecurityModule;
import org.neo4j.server.security.auth.FileUserRepository;

/// Neo4j Community inside this process, with Bolt on loopback and authentication on. Neo4j is
/// GPLv3: only this class and tests link it; everything else speaks Bolt.
public final class Neo4jServer implements AutoCloseable {
  /// The only user.
  public static final String USER = "neo4j";

  private static final long PAGE_CACHE = ByteUnit.mebiBytes(128);
  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(10);

  private final DatabaseManagementService service;
  private final URI boltUri;

  private Neo4jServer(DatabaseManagementService service, URI boltUri) {
    this.service = service;
    this.boltUri = boltUri;
  }

  /// Starts the server on its folder, which holds all its data, and returns when Bolt takes the
  /// password. The password is set in a new folder; later it must be the same. A new folder begins
  /// with the store of the configured {@link GraphTemplate}, if there is one.
  ///
  /// @throws InfraException.Unavailable when it does not start, or the folder knows another
  ///   password
  public static Neo4jServer start(Path folder, int port, String password) {
    Path marker = folder.resolve("password-set");
    if (!Files.exists(marker)) {
      GraphTemplate.configured().ifPresent(template -> template.layInto(folder));
      setPassword(folder, password);
    }
    DatabaseManagementService service = build(folder, port);
    Neo4jServer server = new Neo4jServer(service, boltUri(port));
    try {
      server.authenticate(folder, password);
      mark(marker);
      return server;
    } catch (RuntimeException failure) {
      service.shutdown(); // its threads would keep the process alive
      throw failure;
    }
  }

  /// The address for drivers of a server on this port.
  public static URI boltUri(int port) {
    return URI.create("bolt://127.0.0.1:" + port);
  }

  /// The address for drivers.
  public URI boltUri() {
    return boltUri;
  }

  /// Whether the default database takes transactions now.
  public boolean answers() {
    return service.database(GraphDatabaseSettings.DEFAULT_DATABASE_NAME).isAvailable(1);
  }

  /// Stops within about a second; what was committed is on disk.
  @Override
  public void close() {
    service.shutdown();
  }

  private static DatabaseManagementService build(Path folder, int port) {
    Duration second = Duration.ofSeconds(1);
    SocketAddress bolt = new SocketAddress("127.0.0.1", port);
    try {
      return new DatabaseManagementServiceBuilder(folder)
          .setConfig(BoltConnector.enabled, true)
          .setConfig(BoltConnector.listen_address, bolt)
          .setConfig(BoltConnector.advertised_address, bolt)
          .setConfig(HttpConnector.enabled, false)
          .setConfig(GraphDatabaseSettings.auth_enabled, true)
          .setConfig(GraphDatabaseSettings.pagecache_memory, PAGE_CACHE)
          .setConfig(GraphDatabaseSettings.transaction_timeout, LONGEST_TRANSACTION)
          .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
          // a graph that grows from nothing would have every statement planned anew all the time
          .setConfig(GraphDatabaseSettings.cypher_min_replan_interval, Duration.ofMinutes(2))
          .setConfig(
              GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, Duration.ZERO)
          .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_timeout, second)
          .setConfig(BoltConnectorInternalSettings.thread_pool_shutdown_wait_time, second)
          .setConfig(BoltConnectorInternalSettings.connection_shutdown_wait_time, second)
          .build();
    } catch (RuntimeException failure) {
      throw new InfraException.Unavailable(
          "starting Neo4j on "
              + folder
              + " with Bolt on port "
              + port
              + " failed: "
              + rootOf(failure)
              + "; its log is "
              + folder.resolve("logs").resolve("debug.log"),
          failure);
    }
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return root;
  }

  private void authenticate(Path folder, String password) {
    try (Driver driver = GraphDatabase.driver(boltUri, AuthTokens.basic(USER, password))) {
      driver.verifyConnectivity();
    } catch (AuthenticationException wrongPassword) {
      throw new InfraException.Unavailable(
          "Neo4j on "
              + folder
              + " does not take the password of this state folder; restore keys/neo4j.password, or"
              + " delete the database's folder and run: afdp rebuild",
          wrongPassword);
    } catch (Neo4jException failure) {
      throw new InfraException.Unavailable(
          "Neo4j started on " + folder + ", but Bolt does not answer: " + failure, failure);
    }
  }

  /// Leaves the password, hashed, where a database that has no users yet takes it from, as
  /// `neo4j-admin dbms set-initial-password` does; a statement would take it seconds more. A marker
  /// file says that the database has taken it: what a process left that was killed before is
  /// written again.
  private static void setPassword(Path folder, String password) {
    Config config =
        Config.newBuilder().set(GraphDatabaseSettings.neo4j_home, folder.toAbsolutePath()).build();
    Path file = CommunitySecurityModule.getInitialUserRepositoryFile(config);
    FileUserRepository users =
        new FileUserRepository(
            new DefaultFileSystemAbstraction(),
            file,
            NullLogProvider.getInstance(),
            EmptyMemoryTracker.INSTANCE);
    try {
      Files.deleteIfExists(file);
      users.start();
      users.create(
          new User(
              USER,
              null,
              SystemGraphCredential.createCredentialForPassword(
                  password.getBytes(StandardCharsets.UTF_8), new SecureHasher()),
              false,
              false));
      users.shutdown();
    } catch (Exception failure) { // as it declares
      throw new InfraException.Unavailable(
          "writing Neo4j's first password to "
              + file
              + " failed, and the database was not started: "
              + failure,
          failure);
    }
  }

  private static void mark(Path marker) {
    try {
      if (!Files.exists(marker)) {
        Files.createFile(marker);
      }
    } catch (IOException failure) {
      throw new InfraException.Unavailable("writing " + marker + " failed: " + failure, failure);
    }
  }
}
