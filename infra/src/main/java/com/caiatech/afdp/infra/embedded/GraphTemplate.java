package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.util.FileUtils;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/// The store of an empty graph that is migrated already, with which a new database begins: to make
/// all constraints and indexes takes about as long as the database takes to start.
///
/// It holds the default database alone. Users and passwords are in the system database, which each
/// server makes for itself.
///
/// @param folder that holds what lies below `data` in the home of a server
record GraphTemplate(Path folder) {
  /// Names the folder of the template with which new databases begin.
  static final String PROPERTY = "afdp.graph.template";

  /// The store is the last to come: where it is, all is.
  private static final List<String> PARTS = List.of("transactions", "databases");

  private static final int WHERE_THERE_IS_ONE = FileUtils.RECURSIVE | FileUtils.SKIP_MISSING;

  /// Makes a template.
  ///
  /// @param arguments the folder, which need not exist
  public static void main(String[] arguments) throws IOException {
    GraphTemplate _ = make(Path.of(arguments[0]));
    System.exit(0); // the database leaves threads behind
  }

  /// The one that new databases begin with; none where they begin empty.
  static Optional<GraphTemplate> configured() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).map(GraphTemplate::new);
  }

  static GraphTemplate make(Path folder) throws IOException {
    Path home = Files.createDirectories(folder.resolve("made"));
    String password = "of-the-template-alone";
    int port = Ports.load(home.resolve("ports.json")).take("bolt", Optional.empty());
    try (Neo4jServer server = Neo4jServer.start(home, port, password);
        Driver driver =
            GraphDatabase.driver(server.boltUri(), AuthTokens.basic(Neo4jServer.USER, password))) {
      new Migrations(driver).apply();
    }
    for (String part : PARTS) {
      Files.createDirectories(folder.resolve(part));
      Files.move(store(home, part), folder.resolve(part).resolve("neo4j"));
    }
    FileUtils.delete(home.toFile(), FileUtils.RECURSIVE);
    return new GraphTemplate(folder);
  }

  /// Copies it to where no database has a store yet.
  ///
  /// @param home of a server that does not run
  /// @throws InfraException.Unavailable when it cannot be copied; there is no store then
  void layInto(Path home) {
    if (Files.exists(store(home, PARTS.getLast()))) {
      return;
    }
    try {
      for (String part : PARTS) {
        Path store = store(home, part);
        Path copy = store.resolveSibling("neo4j.copied");
        FileUtils.delete(store.toFile(), WHERE_THERE_IS_ONE); // of one that was killed here
        FileUtils.delete(copy.toFile(), WHERE_THERE_IS_ONE);
        copy(folder.resolve(part).resolve("neo4j"), copy);
        Files.move(copy, store);
      }
    } catch (IOException failed) {
      throw new InfraException.Unavailable(
          "copying the first store of the graph from "
              + folder
              + " to "
              + home
              + " failed: "
              + failed
              + "; the database was not started and has no store. Where "
              + folder
              + " is missing it begins with an empty one",
          failed);
    }
  }

  private static Path store(Path home, String part) {
    return home.resolve("data").resolve(part).resolve("neo4j");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(file.getFileName());
        if (Files.isDirectory(file)) {
          copy(file, copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
