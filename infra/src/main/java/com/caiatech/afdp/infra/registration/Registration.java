package com.caiatech.afdp.infra.registration;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.descriptor.Descriptor;
import com.caiatech.afdp.schemas.descriptor.DescriptorParser;
import com.caiatech.afdp.schemas.descriptor.ParsedDescriptor;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// Makes a service known to the platform on a state folder, whether it runs or not.
public final class Registration {
  private final Path repositories;
  private final PlatformFile platformFile;

  /// @param repositories the folder of the platform's source repositories
  public Registration(Path repositories, PlatformFile platformFile) {
    this.repositories = repositories;
    this.platformFile = platformFile;
  }

  /// Registration on a state folder that the platform has used.
  ///
  /// @throws InfraException.Unavailable when no platform ever ran on it
  public static Registration on(StateLayout layout) {
    return new Registration(layout.repositories(), platformFileOn(layout));
  }

  /// The configuration of a state folder that the platform has used.
  ///
  /// @throws InfraException.Unavailable when no platform ever ran on it
  public static Platform platformOn(StateLayout layout) {
    return platformFileOn(layout).current();
  }

  private static PlatformFile platformFileOn(StateLayout layout) {
    if (!Files.exists(layout.platform())) {
      throw new InfraException.Unavailable(
          "no platform ever ran on the state folder "
              + layout.root()
              + "; start one with: afdp up --state "
              + layout.root());
    }
    return new PlatformFile(layout.platform());
  }

  /// Adds a webhook to the configuration of a state folder that the platform has used; one that is
  /// there stays. A platform that runs knows it from the next delivery.
  ///
  /// @throws InfraException.Refused when the id is another webhook's, or it does not fit the hosts
  public static void add(StateLayout layout, Hook hook) {
    PlatformFile file = platformFileOn(layout);
    Platform known = file.current();
    Optional<Hook> standing = known.hook(hook.id());
    if (standing.isPresent() && !standing.get().equals(hook)) {
      throw new InfraException.Refused(
          "adding the webhook %s: expected an id of its own, found %s; nothing was changed"
              .formatted(hook.id(), standing.get()));
    }
    if (standing.isEmpty()) {
      try {
        file.replace(
            known.withHosts(
                known.hosts(), Stream.concat(known.hooks().stream(), Stream.of(hook)).toList()));
      } catch (IllegalArgumentException unfit) {
        throw new InfraException.Refused(
            "adding the webhook: " + unfit.getMessage() + "; nothing was changed");
      }
    }
  }

  /// What to register.
  ///
  /// @param locations for each role; `application` is always there
  /// @param service the service's name; absent: as the descriptor says
  public record Request(Map<SourceRole, SourceLocation> locations, Optional<ServiceName> service) {}

  /// What was registered.
  ///
  /// @param sources the name under which the repository of each role is served
  public record Registered(ServiceName service, Map<SourceRole, ServedRepository> sources) {}

  /// A repository that is served, and what of it is the service's.
  private record Found(ServedRepository repository, @Nullable RepositoryPart part) {
    String pathOf(String file) {
      return RepositoryPart.pathOf(part, file);
    }
  }

  /// Copies the repositories and adds the service, or brings one that is known up to date.
  ///
  /// @throws InfraException.Refused when a repository is empty or none, or no descriptor is in it
  public Registered register(Request request) {
    return register(request, NullProgressMonitor.INSTANCE);
  }

  /// The same.
  ///
  /// @param progress is told how far the copying of a repository from elsewhere is
  public Registered register(Request request, ProgressMonitor progress) {
    Map<SourceRole, Found> found = new EnumMap<>(SourceRole.class);
    Map<String, ServedRepository> copied = new HashMap<>();
    request
        .locations()
        .forEach(
            (role, location) ->
                found.put(
                    role,
                    new Found(
                        copied.computeIfAbsent(
                            location.repository(),
                            it -> ServedRepository.copy(it, repositories, progress)),
                        location.part())));
    ServiceName service = request.service().orElseGet(() -> serviceOf(found));
    platformFile.replace(added(platformFile.current(), service, found));
    Map<SourceRole, ServedRepository> served = new EnumMap<>(SourceRole.class);
    found.forEach((role, it) -> served.put(role, it.repository));
    served.values().forEach(ServedRepository::serve);
    return new Registered(service, served);
  }

  private static ServiceName serviceOf(Map<SourceRole, Found> found) {
    return Stream.of(SourceRole.APPLICATION, SourceRole.CONFIGURATION)
        .flatMap(role -> Optional.ofNullable(found.get(role)).stream())
        .flatMap(it -> descriptor(it).stream())
        .findFirst()
        .map(Registration::serviceNamedIn)
        .orElseThrow(
            () ->
                new InfraException.Refused(
                    "registering: found no "
                        + path(found)
                        + " on the default branch; make one with: afdp init, commit it, and"
                        + " register again"));
  }

  private static ServiceName serviceNamedIn(byte[] descriptor) {
    return switch (DescriptorParser.parse(Descriptor.FILE, descriptor)) {
      case ParsedDescriptor.Valid valid -> valid.descriptor().service();
      case ParsedDescriptor.Invalid invalid ->
          throw new InfraException.Refused(
              "registering: " + invalid.problems().getFirst().text() + "; see: afdp lint");
    };
  }

  private static String path(Map<SourceRole, Found> found) {
    return Optional.ofNullable(found.get(SourceRole.APPLICATION))
        .orElseThrow()
        .pathOf(Descriptor.FILE);
  }

  private static Optional<byte[]> descriptor(Found found) {
    ServedRepository served = found.repository;
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(served.files().toFile()).setBare().build()) {
      ObjectId tree = repository.resolve(Constants.R_HEADS + served.defaultBranch() + "^{tree}");
      try (TreeWalk walk = TreeWalk.forPath(repository, found.pathOf(Descriptor.FILE), tree)) {
        return walk == null
            ? Optional.empty()
            : Optional.of(
                repository.open(walk.getObjectId(0)).getBytes(DescriptorParser.MAX_BYTES));
      }
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading "
              + Descriptor.FILE
              + " of "
              + served.name()
              + " failed: "
              + unreadable.getMessage(),
          unreadable);
    }
  }

  private static Platform added(
      Platform platform, ServiceName service, Map<SourceRole, Found> found) {
    List<Platform.SourceRepository> all = new ArrayList<>(platform.repositories());
    Map<SourceRole, Platform.Source> sources = new EnumMap<>(SourceRole.class);
    found.forEach(
        (role, it) -> {
          ServedRepository repository = it.repository;
          List<GitAddress> addresses =
              platform
                  .repository(repository.name())
                  .map(Platform.SourceRepository::addresses)
                  .orElse(List.of());
          all.removeIf(known -> known.name().equals(repository.name()));
          all.add(
              new Platform.SourceRepository(
                  repository.name(),
                  repository.folder().toUri(),
                  repository.defaultBranch(),
                  addresses));
          sources.put(role, new Platform.Source(repository.name(), it.part));
        });
    List<Platform.Service> services = new ArrayList<>(platform.services());
    services.removeIf(known -> known.name().equals(service));
    services.add(new Platform.Service(service, sources));
    return platform.withSources(all, services);
  }
}
