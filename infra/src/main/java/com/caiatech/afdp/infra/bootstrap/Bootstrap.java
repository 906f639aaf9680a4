package com.caiatech.afdp.infra.bootstrap;

import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.record.Policy;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.trust.TrustPolicy;
import com.caiatech.afdp.schemas.trust.VolumeChains;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.ledger.Ledgers;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import com.caiatech.afdp.workers.ledger.SharedDisk;
import com.caiatech.afdp.workers.ledger.VolumeStore;
import com.caiatech.afdp.workers.ledger.WriterIdentity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a state folder ready: whatever is there stays, whatever is missing is made, but for what
/// its ledgers began with.
///
/// @param tokens role to bearer token
/// @param withoutSay whose key in the folder counts for nothing that is to come
/// @param ungranted what this software writes and the trust policy lets its worker sign nowhere, as
///   by a policy from before there was that kind
public record Bootstrap(
    Identities identities,
    Map<String, String> tokens,
    PlatformFile platformFile,
    List<KeyHolder> withoutSay,
    List<SchemaVersion> ungranted) {
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  public Bootstrap {
    tokens = Map.copyOf(tokens);
    withoutSay = List.copyOf(withoutSay);
    ungranted = List.copyOf(ungranted);
  }

  /// Who signs and writes the ledgers on this machine.
  public WriterIdentity writer() {
    return new WriterIdentity("AFDP worker", "worker@afdp.invalid", identities.worker());
  }

  /// The bearer token of the local person of the role.
  public String token(Role role) {
    return Objects.requireNonNull(tokens.get(role.label()));
  }

  /// Makes the folder ready.
  ///
  /// @param layout of a folder that this process holds
  /// @throws InfraException.Unavailable when what its ledgers began with was lost; nothing was made
  public static Bootstrap ensure(StateLayout layout) {
    return ensure(layout, Clock.systemUTC());
  }

  /// The same at another time.
  public static Bootstrap ensure(StateLayout layout, Clock clock) {
    Beginning.requireWhole(layout);
    PlatformFile platformFile = platform(layout);
    Platform platform = platformFile.current();
    Identities identities =
        Identities.ensure(layout, platform.audience(), platform.environments(), clock.instant());
    Bootstrap bootstrap =
        new Bootstrap(
            identities,
            LocalPeople.ensure(layout, clock.instant()),
            platformFile,
            List.of(),
            List.of());
    for (Series series : Series.values()) {
      makeLedger(layout, series.firstVolume());
    }
    Optional<TrustPolicy> policy = bootstrap.writeFirstPolicy(layout, clock);
    bootstrap.configureVolumes(layout, policy.map(TrustPolicy::chains));
    return new Bootstrap(
        identities,
        bootstrap.tokens,
        platformFile,
        policy.map(known -> withoutSay(layout, known.policy())).orElse(List.of()),
        policy.map(known -> known.ungranted(identities.worker().fingerprint())).orElse(List.of()));
  }

  private static List<KeyHolder> withoutSay(StateLayout layout, Policy policy) {
    return Arrays.stream(KeyHolder.values())
        .filter(
            holder -> !holder.lasting(policy).contains(holder.readOrGenerate(holder.file(layout))))
        .toList();
  }

  /// Has the trust policy go on in a further volume, once its first commit counts.
  public void configurePolicies(StateLayout layout, VolumeName next) {
    Platform known = platformFile.current();
    if (known.volume(next).isEmpty()) {
      List<Platform.Volume> volumes = new ArrayList<>(known.volumes());
      volumes.add(volume(layout, next, known));
      makeLedger(layout, next);
      platformFile.replace(known.withVolumes(volumes));
    }
  }

  /// Every volume that the trust policy knows has a repository here, and the platform knows where;
  /// the volumes of the policy itself are those that the platform knows.
  ///
  /// @param chains absent where the policy cannot be read: then the volumes known before stay
  private void configureVolumes(StateLayout layout, Optional<VolumeChains> chains) {
    Platform known = platformFile.current();
    List<Platform.Volume> volumes = new ArrayList<>();
    for (Series series : Series.values()) {
      SortedSet<VolumeName> names = new TreeSet<>(Set.of(series.firstVolume()));
      if (chains.isPresent() && series != Series.TRUST_POLICY) {
        names.addAll(chains.get().volumes(series));
      } else {
        known.volumes().stream()
            .filter(volume -> volume.series() == series)
            .forEach(volume -> names.add(volume.name()));
      }
      for (VolumeName name : names) {
        makeLedger(layout, name);
        volumes.add(volume(layout, name, known));
      }
    }
    if (!volumes.equals(known.volumes())) {
      platformFile.replace(known.withVolumes(volumes));
    }
  }

  /// The volume under this folder, with the addresses by which it was known before.
  private static Platform.Volume volume(StateLayout layout, VolumeName name, Platform known) {
    return new Platform.Volume(
        name,
        Series.of(name),
        layout.ledger(name.value()).toUri(),
        known.volume(name).map(Platform.Volume::addresses).orElse(List.of()));
  }

  /// The platform's configuration: kept as it is, but for the places of source repositories under
  /// this folder, which may have been moved.
  private static PlatformFile platform(StateLayout layout) {
    PlatformFile file = new PlatformFile(layout.platform());
    Platform known = Files.exists(layout.platform()) ? file.current() : firstPlatform();
    List<Platform.SourceRepository> repositories =
        known.repositories().stream()
            .map(
                repository ->
                    new Platform.SourceRepository(
                        repository.name(),
                        placed(repository, layout),
                        repository.defaultBranch(),
                        repository.addresses()))
            .toList();
    Platform current = LocalHost.addedTo(known.withSources(repositories, known.services()));
    if (!current.equals(known) || !Files.exists(layout.platform())) {
      file.replace(current);
    }
    return file;
  }

  /// One that a state folder served is served by this one; where others lie stays as configured.
  private static URI placed(Platform.SourceRepository repository, StateLayout layout) {
    Path served = layout.repository(repository.name().value());
    URI uri = repository.uri();
    return "file".equalsIgnoreCase(uri.getScheme())
            && Path.of(uri).endsWith(layout.root().relativize(served))
        ? served.toUri()
        : uri;
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

  private static void makeLedger(StateLayout layout, VolumeName volume) {
    if (Files.exists(layout.ledger(volume.value()))) {
      return;
    }
    try (Git made =
        Git.init()
            .setBare(true)
            .setInitialBranch("main")
            .setDirectory(layout.ledger(volume.value()).toFile())
            .call()) {
      made.getRepository().getConfig();
    } catch (GitAPIException failed) {
      throw new InfraException.Unavailable(
          "making the ledger " + volume + " failed: " + failed.getMessage(), failed);
    }
  }

  /// @return the trust policy that counts; none where it cannot be read
  private Optional<TrustPolicy> writeFirstPolicy(StateLayout layout, Clock clock) {
    Map<Series, VolumeStore> stores = new EnumMap<>(Series.class);
    stores.put(Series.TRUST_POLICY, SharedDisk.open(layout.ledger(Series.TRUST_POLICY.value())));
    try (Ledgers ledgers =
        Ledgers.open(
            stores,
            platformFile.current().laterPolicies(),
            writer(),
            identities.pinnedPolicy(),
            layout.marks(),
            layout.evidence(),
            clock,
            moved -> {})) {
      if (ledgers.policies().current().isEmpty()) {
        ledgers.writer().write(List.of(RecordToWrite.of(identities.firstPolicy())));
      }
      return Optional.of(ledgers.policies().currentOrNobody());
    } catch (WorkersException.LedgerStopped stopped) {
      // it was recorded before; the rest of the platform is needed to see what happened to it
      LOG.error("The trust policies cannot be read: {}", stopped.getMessage());
      return Optional.empty();
    }
  }
}
