package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import com.caiatech.afdp.workers.ledger.WriterIdentity;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a state folder ready: whatever is there stays, whatever is missing is made.
///
/// @param tokens role to bearer token
public record Bootstrap(
    Identities identities, Map<String, String> tokens, PlatformFile platformFile) {
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  /// Who signs and writes the ledgers on this machine.
  public WriterIdentity writer() {
    return new WriterIdentity("AFDP worker", "worker@afdp.invalid", identities.worker());
  }

  /// Makes the folder ready.
  ///
  /// @param layout of a folder that this process holds
  public static Bootstrap ensure(StateLayout layout) {
    PlatformFile platformFile = platform(layout);
    Platform platform = platformFile.current();
    Identities identities =
        Identities.ensure(layout, platform.audience(), platform.environments(), Instant.now());
    Bootstrap bootstrap = new Bootstrap(identities, LocalPeople.ensure(layout), platformFile);
    for (Series series : Series.values()) {
      makeLedger(layout, series);
    }
    bootstrap.writeFirstPolicy(layout);
    return bootstrap;
  }

  /// The platform's configuration: kept as it is, but for the places of repositories under this
  /// folder, which may have been moved.
  private static PlatformFile platform(StateLayout layout) {
    PlatformFile file = new PlatformFile(layout.platform());
    Platform known = Files.exists(layout.platform()) ? file.current() : firstPlatform();
    List<Platform.Volume> volumes =
        Arrays.stream(Series.values())
            .map(
                series ->
                    new Platform.Volume(
                        series.firstVolume(), series, layout.ledger(series.value()).toUri()))
            .toList();
    List<Platform.SourceRepository> repositories =
        known.repositories().stream()
            .map(
                repository ->
                    new Platform.SourceRepository(
                        repository.name(),
                        layout.repository(repository.name().value()).toUri(),
                        repository.defaultBranch()))
            .toList();
    Platform current =
        new Platform(
            known.audience(), known.environments(), volumes, repositories, known.services());
    if (!current.equals(known)) {
      file.replace(current);
    }
    return file;
  }

  private static Platform firstPlatform() {
    return new Platform(
        "urn:uuid:" + UUID.randomUUID(),
        List.of(
            new Platform.Environment(new EnvironmentName("staging"), 0, "no-approval"),
            new Platform.Environment(new EnvironmentName("production"), 1, "production-approval")),
        List.of(),
        List.of(),
        List.of());
  }

  private static void makeLedger(StateLayout layout, Series series) {
    if (Files.exists(layout.ledger(series.value()))) {
      return;
    }
    try (Git made =
        Git.init()
            .setBare(true)
            .setInitialBranch("main")
            .setDirectory(layout.ledger(series.value()).toFile())
            .call()) {
      made.getRepository().getConfig();
    } catch (GitAPIException failed) {
      throw new InfraException.Unavailable(
          "making the ledger " + series + " failed: " + failed.getMessage(), failed);
    }
  }

  private void writeFirstPolicy(StateLayout layout) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    stores.put(Series.TRUST_POLICY, SharedDisk.open(layout.ledger(Series.TRUST_POLICY.value())));
    try (Ledgers ledgers =
        Ledgers.open(
            stores,
            writer(),
            identities.pinnedPolicy(),
            layout.marks(),
            layout.evidence(),
            Clock.systemUTC(),
            moved -> {})) {
      if (ledgers.policies().current().isEmpty()) {
        ledgers.writer().write(List.of(RecordToWrite.of(identities.firstPolicy())));
      }
    } catch (WorkersException.LedgerStopped stopped) {
      // it was recorded before; the rest of the platform is needed to see what happened to it
      LOG.error("The trust policies cannot be read: {}", stopped.getMessage());
    }
  }
}
