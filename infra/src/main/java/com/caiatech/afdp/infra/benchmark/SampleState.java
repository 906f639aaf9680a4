package com.caiatech.afdp.infra.benchmark;

import com.caiatech.afdp.infra.bootstrap.Bootstrap;
import com.caiatech.afdp.infra.embedded.Neo4jServer;
import com.caiatech.afdp.infra.runner.LogFile;
import com.caiatech.afdp.infra.state.StateFolder;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.lambdas.configuration.ProjectionConfiguration;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A state folder as the platform makes it, on which no server runs.
final class SampleState implements AutoCloseable {
  private final StateFolder folder;
  private final LogFile log;
  private final Bootstrap bootstrap;

  /// @param state where nothing is yet
  SampleState(Path state) {
    this.folder = StateFolder.open(state);
    this.log = LogFile.open(layout().logs());
    this.bootstrap = Bootstrap.ensure(layout());
  }

  StateLayout layout() {
    return folder.layout();
  }

  Bootstrap bootstrap() {
    return bootstrap;
  }

  /// Configures one more source repository.
  ///
  /// @return where it belongs
  Path addRepository(RepositoryName name, String defaultBranch) {
    Path bare = layout().repository(name.value());
    PlatformFile file = bootstrap.platformFile();
    Platform made = file.current();
    file.replace(
        made.withSources(
            Stream.concat(
                    made.repositories().stream(),
                    Stream.of(new Platform.SourceRepository(name, bare.toUri(), defaultBranch)))
                .toList(),
            List.of()));
    return bare;
  }

  /// What a function needs to take in what lies here.
  ///
  /// @param evidence a folder
  ProjectionConfiguration configuration(Path evidence, Neo4jServer graph) {
    return new ProjectionConfiguration(
        layout().platform(),
        evidence,
        new ProjectionConfiguration.Bolt(graph.boltUri(), Neo4jServer.USER, graphPassword()),
        bootstrap.identities().pinnedPolicy(),
        layout().pepper(),
        layout().people());
  }

  String graphPassword() {
    return bootstrap.identities().neo4jPassword();
  }

  @Override
  public void close() {
    log.close();
    folder.close();
  }
}
