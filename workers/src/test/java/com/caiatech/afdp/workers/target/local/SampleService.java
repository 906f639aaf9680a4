package com.caiatech.afdp.workers.target.local;

import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.CommitSets;
import com.caiatech.afdp.schemas.plan.DeployedSource;
import com.caiatech.afdp.schemas.plan.PinnedSource;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.workers.plan.SourceMirrors;
import com.caiatech.afdp.workers.plan.Sources;
import com.caiatech.afdp.workers.router.RouterLimits;
import com.caiatech.afdp.workers.target.Fence;
import com.caiatech.afdp.workers.target.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/// A small HTTP service in a mirror: it answers its version, and dies, waits or prints on demand.
public final class SampleService implements AutoCloseable {
  static final ServiceName SERVICE = new ServiceName("cart");
  static final EnvironmentName STAGING = new EnvironmentName("staging");
  private static final RepositoryName REPOSITORY = new RepositoryName("cart");

  /// Started from the classes of these tests: compiling a source at each start takes longer than
  /// most of what is tested.
  private static final List<String> COMMAND =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-cp",
          Path.of(SampleService.class.getProtectionDomain().getCodeSource().getLocation().getPath())
              .toString(),
          SampleServer.class.getName());

  private static final String DESCRIPTOR =
      """
      apiVersion: afdp/v1
      service: cart
      run: {command: %s, replicas: 2}
      health: {path: /health, timeoutSeconds: 600, intervalMillis: 50}
      drainSeconds: 5
      checks:
        pre: [{name: source, type: command, command: [test, -f, version.txt]}]
        post: [{name: smoke, type: http, path: /, expectStatus: 200, samples: 5}]
      """
          .formatted(
              COMMAND.stream()
                  .map(word -> '"' + word + '"')
                  .collect(Collectors.joining(", ", "[", "]")));

  private final Path folder;
  private final SourceMirrors mirrors;
  private final SourceMirror mirror;

  private SampleService(Path folder) {
    this.folder = folder;
    mirrors = new SourceMirrors(folder.resolve("mirrors"));
    mirror = mirrors.of(REPOSITORY);
  }

  /// The files of a version, by their paths.
  public static Map<String, String> files(String version) {
    return files(version, DESCRIPTOR);
  }

  /// The same with another descriptor.
  public static Map<String, String> files(String version, String descriptor) {
    return Map.of("version.txt", version, "afdp.yaml", descriptor);
  }

  /// A descriptor that deploys a version instance by instance. A sick one gets little time to
  /// become healthy, and a broken one fails its check.
  public static String rolling(String version) {
    return DESCRIPTOR
        .replace("timeoutSeconds: 600", "timeoutSeconds: " + (version.equals("sick") ? 1 : 600))
        .replace("expectStatus: 200", "expectStatus: " + (version.equals("broken") ? 204 : 200));
  }

  /// The same all at once.
  ///
  /// @param keepSeconds how long the old version is kept
  public static String blueGreen(String version, int keepSeconds) {
    return rolling(version)
        + "strategy: {kind: blue-green, scaleDownDelaySeconds: %d}\n".formatted(keepSeconds);
  }

  public static SampleService in(Path folder) {
    return new SampleService(folder);
  }

  public LocalTargetSettings settings(LocalTargetSettings.Continuation continuation) {
    return settings(continuation, Liveness.DEFAULT);
  }

  LocalTargetSettings settings(LocalTargetSettings.Continuation continuation, Liveness liveness) {
    return new LocalTargetSettings(
        folder.resolve("target"),
        repository -> mirror,
        Map.of(),
        continuation,
        liveness,
        RouterLimits.DEFAULT);
  }

  /// The descriptors of what the mirror holds; nothing has to be fetched.
  public Sources described() {
    return new Sources(
        new PlatformFile(folder.resolve("platform.json")), mirrors, Duration.ofMinutes(1));
  }

  Map<SourceRole, PinnedSource> sources(String version) {
    return Map.of(SourceRole.APPLICATION, new PinnedSource(REPOSITORY, null, commit(version)));
  }

  /// What a manifest says of the version where nothing served before.
  public Map<SourceRole, DeployedSource> deployed(String version) {
    CommitId commit = commit(version);
    CommitSets.Complete shipped = (CommitSets.Complete) CommitSets.between(mirror, null, commit);
    return Map.of(
        SourceRole.APPLICATION,
        new DeployedSource(
            REPOSITORY, null, commit, mirror.treeDigest(commit), null, shipped.set(), null));
  }

  Path releaseFolder(Release release) {
    return folder.resolve("target/staging/cart").resolve(release.deploymentId().value());
  }

  static Fence fence(long sequence) {
    return new Fence(SERVICE, STAGING, sequence);
  }

  Release release(String version, int replicas) {
    return release(version, replicas, COMMAND);
  }

  Release release(String version, int replicas, List<String> command) {
    return new Release(
        DeploymentId.create(Instant.now()),
        sources(version),
        new Descriptor.Run(command, "PORT", Map.of("GREETING", "hello"), replicas, "."),
        new Descriptor.Health("/health", version.startsWith("sick") ? 1 : 600, 50),
        5,
        null);
  }

  private CommitId commit(String version) {
    try (ObjectInserter inserter = mirror.repository().newObjectInserter()) {
      DirCache cache = DirCache.newInCore();
      DirCacheBuilder builder = cache.builder();
      for (Map.Entry<String, String> file : files(version).entrySet()) {
        add(builder, inserter, file.getKey(), file.getValue());
      }
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(cache.writeTree(inserter));
      commit.setAuthor(new PersonIdent("A", "a@example.org"));
      commit.setCommitter(new PersonIdent("A", "a@example.org"));
      commit.setMessage(version);
      CommitId id = new CommitId(inserter.insert(commit).name());
      inserter.flush();
      return id;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static void add(
      DirCacheBuilder builder, ObjectInserter inserter, String path, String content)
      throws IOException {
    DirCacheEntry entry = new DirCacheEntry(path);
    entry.setFileMode(FileMode.REGULAR_FILE);
    entry.setObjectId(
        inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8)));
    builder.add(entry);
  }

  /// The commands of every process of the machine that bears this text in its environment.
  static long processesWith(String text) {
    return ProcessHandle.allProcesses().filter(process -> bears(process, text)).count();
  }

  private static boolean bears(ProcessHandle process, String text) {
    try {
      return Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "environ"),
              StandardCharsets.ISO_8859_1)
          .contains(text);
    } catch (IOException notOurs) {
      return false;
    }
  }

  @Override
  public void close() {
    mirrors.close();
  }
}
