package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HostName;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which of the watched repositories a host means by a name or an address.
///
/// A repository is known at a host by each of its addresses there; by an `owner/name` among its
/// addresses at every host; and at a plain host by its full name with us, too.
public final class HostedRepositories {
  private final List<Host> hosts;
  private final Map<Key, PushSource> repositories = new HashMap<>();

  /// @param place the host, or what stands for it where none is configured
  private record Key(String place, String path) {}

  /// @throws IllegalArgumentException when two repositories share an address, or one lies on no
  ///   configured host, naming them
  HostedRepositories(
      List<Host> hosts, List<Platform.Volume> volumes, List<Platform.SourceRepository> sources) {
    this.hosts = hosts;
    volumes.forEach(it -> add(new PushSource.Ledger(it.name()), it.uri(), it.addresses()));
    sources.forEach(it -> add(new PushSource.Source(it.name()), it.uri(), it.addresses()));
  }

  /// Those of the platform.
  public static HostedRepositories of(Platform platform) {
    return new HostedRepositories(platform.hosts(), platform.volumes(), platform.repositories());
  }

  /// The repository that the host means; empty when it is none of ours, or an address elsewhere.
  public Optional<PushSource> named(Host host, GitAddress name) {
    return name.authority() == null || host.has(name)
        ? Optional.ofNullable(repositories.get(key(host, name)))
        : Optional.empty();
  }

  /// Whether that host can name the repository at all.
  boolean isOn(Host host, PushSource repository) {
    return repositories.entrySet().stream()
        .anyMatch(
            known ->
                known.getValue().equals(repository)
                    && known.getKey().place().equals(place(host.name())));
  }

  private void add(PushSource repository, URI uri, List<GitAddress> addresses) {
    network(repository, uri)
        .ifPresentOrElse(
            address -> add(repository, address),
            () -> add(repository, new Key("", uri.normalize().toString())));
    addresses.forEach(address -> add(repository, address));
    hosts.stream()
        .filter(host -> host.kind() == HostKind.PLAIN)
        .forEach(host -> add(repository, new Key(place(host.name()), repository.fullName())));
  }

  private Optional<GitAddress> network(PushSource repository, URI uri) {
    try {
      return GitAddress.ofNetwork(uri);
    } catch (IllegalArgumentException malformed) {
      if (hosts.isEmpty()) {
        return Optional.empty(); // files of before say what they like
      }
      throw new IllegalArgumentException(
          "Repository " + repository.fullName() + ": " + malformed.getMessage(), malformed);
    }
  }

  private void add(PushSource repository, GitAddress address) {
    if (address.authority() == null) {
      hosts.forEach(host -> add(repository, key(host, address)));
      return;
    }
    Optional<Host> host = hosts.stream().filter(it -> it.has(address)).findFirst();
    if (host.isEmpty() && !hosts.isEmpty()) {
      throw new IllegalArgumentException(
          "Repository "
              + repository.fullName()
              + ": expected an address on "
              + hosts.stream().flatMap(it -> it.authorities().stream()).toList()
              + ", the authorities of the hosts, found '"
              + address
              + "'");
    }
    add(
        repository,
        host.map(it -> key(it, address))
            .orElseGet(() -> new Key("//" + address.authority(), address.path())));
  }

  private void add(PushSource repository, Key key) {
    @Nullable PushSource other = repositories.putIfAbsent(key, repository);
    if (other != null && !other.equals(repository)) {
      throw new IllegalArgumentException(
          "Repositories "
              + other.fullName()
              + " and "
              + repository.fullName()
              + ": expected addresses of their own, found '"
              + key.path()
              + "' for both");
    }
  }

  private static Key key(Host host, GitAddress address) {
    return new Key(place(host.name()), address.pathOn(host.kind()));
  }

  private static String place(HostName host) {
    return host.value();
  }
}
