package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.graphmodel.bulk.GraphSink;
import com.caiatech.afdp.graphmodel.schema.Properties;
import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.neo4j.batchimport.api.BatchImporter;
import org.neo4j.batchimport.api.Configuration;
import org.neo4j.batchimport.api.IndexConfig;
import org.neo4j.batchimport.api.Monitor;
import org.neo4j.batchimport.api.input.Collector;
import org.neo4j.batchimport.api.input.IdType;
import org.neo4j.batchimport.api.input.Input;
import org.neo4j.batchimport.api.input.ReadableGroups;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.internal.batchimport.DefaultAdditionalIds;
import org.neo4j.io.ByteUnit;
import org.neo4j.io.fs.DefaultFileSystemAbstraction;
import org.neo4j.io.fs.FileSystemAbstraction;
import org.neo4j.io.layout.DatabaseLayout;
import org.neo4j.io.layout.Neo4jLayout;
import org.neo4j.io.pagecache.context.CursorContextFactory;
import org.neo4j.io.pagecache.tracing.PageCacheTracer;
import org.neo4j.kernel.DatabaseCreationOptions;
import org.neo4j.kernel.impl.index.schema.DefaultIndexProvidersAccess;
import org.neo4j.kernel.impl.index.schema.IndexImporterFactoryImpl;
import org.neo4j.kernel.impl.scheduler.JobSchedulerFactory;
import org.neo4j.kernel.impl.transaction.log.files.LogTailMetadataFactoryImpl;
import org.neo4j.kernel.impl.transaction.log.files.TransactionLogInitializer;
import org.neo4j.logging.internal.NullLogService;
import org.neo4j.memory.EmptyMemoryTracker;
import org.neo4j.scheduler.JobScheduler;
import org.neo4j.storageengine.api.StorageEngineFactory;

/// Makes the store of a graph by Neo4j's own importer: what it takes is kept in two files, and
/// written when it is ended. The store has no index; migrations make them. Not thread-safe.
public final class GraphImport implements GraphSink {
  private static final long OFF_HEAP = ByteUnit.gibiBytes(1);

  private final Path home;
  private final Path kept;
  private final EntityFile nodes;
  private final EntityFile relationships;
  private final NodeIds ids = new NodeIds();
  private final BitSet known = new BitSet();
  private final Map<Integer, Reference> references = new LinkedHashMap<>();

  private record Reference(String label, Map<String, Object> properties) {}

  /// @param home of a server that was never started
  /// @param kept a folder for what is taken, which is deleted at the end
  public GraphImport(Path home, Path kept) {
    this.home = home;
    this.kept = kept;
    try {
      Files.createDirectories(kept);
    } catch (IOException failed) {
      throw new InfraException.Unavailable("making " + kept + " failed: " + failed, failed);
    }
    this.nodes = new EntityFile(kept.resolve("nodes"), true);
    this.relationships = new EntityFile(kept.resolve("relationships"), false);
  }

  @Override
  public void node(String label, Map<String, Object> properties) {
    int id = id(properties);
    references.remove(id);
    known.set(id);
    nodes.add(label, id, properties);
  }

  @Override
  public void reference(String label, Map<String, Object> properties) {
    int id = id(properties);
    if (!known.get(id)) {
      references.putIfAbsent(id, new Reference(label, properties));
    }
  }

  @Override
  public void relationship(String type, String from, String to, Map<String, Object> properties) {
    relationships.add(type, ids.of(from), ids.of(to), properties);
  }

  private int id(Map<String, Object> properties) {
    return ids.of((String) Objects.requireNonNull(properties.get(Properties.ID), "an id"));
  }

  /// How many nodes and relationships were taken.
  public String size() {
    return "%d nodes and %d relationships".formatted(nodes.entities(), relationships.entities());
  }

  /// Makes the store.
  ///
  /// @param progress is told how far it is
  /// @throws InfraException.Unavailable when it cannot be written; the folder is no graph then
  public void run(Consumer<String> progress) {
    references.forEach(
        (id, it) -> {
          known.set(id);
          nodes.add(it.label(), id, it.properties());
        });
    references.clear();
    nodes.close();
    relationships.close();
    if (known.cardinality() != ids.size()) {
      throw new IllegalStateException(
          "GraphImport: expected a node for each of %d ids, found %d"
              .formatted(ids.size(), known.cardinality()));
    }
    Config config =
        Config.newBuilder().set(GraphDatabaseSettings.neo4j_home, home.toAbsolutePath()).build();
    try (FileSystemAbstraction files = new DefaultFileSystemAbstraction();
        JobScheduler scheduler = JobSchedulerFactory.createInitialisedScheduler();
        Input input = input();
        BatchImporter importer = importer(config, files, scheduler, progress)) {
      importer.doImport(input);
      files.deleteRecursively(kept);
    } catch (Exception failed) { // as scheduler and input declare
      throw new InfraException.Unavailable(
          "importing a graph into %s failed: %s; what is there and in %s is incomplete, delete both and try again"
              .formatted(home, failed, kept),
          failed);
    }
  }

  private Input input() {
    return Input.input(
        nodes.input(),
        relationships.input(),
        IdType.ACTUAL,
        Input.knownEstimates(
            nodes.entities(),
            relationships.entities(),
            nodes.properties(),
            relationships.properties(),
            nodes.size(),
            relationships.size(),
            nodes.entities()),
        ReadableGroups.EMPTY,
        false);
  }

  private BatchImporter importer(
      Config config,
      FileSystemAbstraction files,
      JobScheduler scheduler,
      Consumer<String> progress) {
    StorageEngineFactory engine = StorageEngineFactory.selectStorageEngine(config);
    DatabaseLayout layout =
        engine.formatSpecificDatabaseLayout(
            Neo4jLayout.of(config)
                .databaseLayout(config.get(GraphDatabaseSettings.initial_default_database)));
    return engine.batchImporter(
        layout,
        files,
        true,
        PageCacheTracer.NULL,
        configuration(),
        NullLogService.getInstance(),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        false,
        DefaultAdditionalIds.EMPTY,
        new LogTailMetadataFactoryImpl(files),
        config,
        monitor(progress),
        scheduler,
        Collector.STRICT,
        TransactionLogInitializer.getLogFilesInitializer(),
        new IndexImporterFactoryImpl(),
        EmptyMemoryTracker.INSTANCE,
        CursorContextFactory.NULL_CONTEXT_FACTORY,
        () ->
            new DefaultIndexProvidersAccess(
                engine,
                files,
                config,
                scheduler,
                NullLogService.getInstance(),
                PageCacheTracer.NULL,
                CursorContextFactory.NULL_CONTEXT_FACTORY),
        0,
        null,
        DatabaseCreationOptions.EMPTY_CREATION_OPTIONS,
        BatchImporter.HardwareValidation.NONE);
  }

  private static Configuration configuration() {
    return new Configuration() {
      @Override
      public long maxOffHeapMemory() {
        return OFF_HEAP;
      }

      @Override
      public IndexConfig indexConfig() {
        return IndexConfig.create().withLabelIndex().withRelationshipTypeIndex();
      }
    };
  }

  private static Monitor monitor(Consumer<String> progress) {
    return new Monitor() {
      @Override
      public void percentageCompleted(int percentage) {
        if (percentage % 10 == 0) {
          progress.accept("imported %d %% of the graph".formatted(percentage));
        }
      }
    };
  }
}
