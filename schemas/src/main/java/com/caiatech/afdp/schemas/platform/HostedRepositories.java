package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.HostName;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of the watched repositories a host means by a name or an address.
///
/// A repository is known at a host by each of its addresses there; by an `owner/name` among its
/// addresses at every host; and at a plain host by its full name with us, too.
public final class HostedRepositories {
  private static final Logger LOG = LoggerFactory.getLogger(HostedRepositories.class);

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

  /// Those of the platform, and of further repositories those whose names and addresses are none of
  /// the platform's and lie on its hosts.
  public static HostedRepositories of(Platform platform, List<Platform.SourceRepository> further) {
    HostedRepositories known = of(platform);
    for (Platform.SourceRepository repository : further) {
      if (!platform.hosts().isEmpty() && platform.repository(repository.name()).isEmpty()) {
        known.replaceIfFree(repository);
      }
    }
    return known;
  }

  /// The repository that the host means; empty when it is none of ours, or an address elsewhere.
  public Optional<PushSource> named(Host host, GitAddress name) {
    return name.authority() == null || host.has(name)
        ? Optional.ofNullable(repositories.get(key(host, name)))
        : Optional.empty();
  }

  /// Whether it is one of them.
  boolean has(PushSource repository) {
    return repositories.containsValue(repository);
  }

  /// Whether that host can name the repository at all.
  boolean isOn(Host host, PushSource repository) {
    return repositories.entrySet().stream()
        .anyMatch(
            known ->
                known.getValue().equals(repository)
                    && known.getKey().place().equals(place(host.name())));
  }

  /// Gives a repository these addresses, in place of those that it has.
  ///
  /// @throws IllegalArgumentException as the constructor; nothing was changed
  void replace(PushSource repository, URI uri, List<GitAddress> addresses) {
    List<Key> keys = keys(repository, uri, addresses);
    keys.forEach(key -> requireFree(key, repository));
    repositories.values().removeIf(repository::equals);
    keys.forEach(key -> repositories.put(key, repository));
  }

  private void replaceIfFree(Platform.SourceRepository repository) {
    try {
      replace(new PushSource.Source(repository.name()), repository.uri(), repository.addresses());
    } catch (IllegalArgumentException takenOrElsewhere) {
      LOG.warn("a registered repository is left out: {}", takenOrElsewhere.getMessage());
    }
  }

  private void add(PushSource repository, URI uri, List<GitAddress> addresses) {
    for (Key key : keys(repository, uri, addresses)) {
      requireFree(key, repository);
      repositories.put(key, repository);
    }
  }

  private List<Key> keys(PushSource repository, URI uri, List<GitAddress> addresses) {
    List<Key> keys = new ArrayList<>();
    network(repository, uri)
        .ifPresentOrElse(
            address -> keys.addAll(keys(repository, address)),
            () -> keys.add(new Key("", uri.normalize().toString())));
    addresses.forEach(address -> keys.addAll(keys(repository, address)));
    hosts.stream()
        .filter(host -> host.kind() == HostKind.PLAIN)
        .forEach(host -> keys.add(new Key(place(host.name()), repository.fullName())));
    return keys;
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

  private List<Key> keys(PushSource repository, GitAddress address) {
    if (address.authority() == null) {
      return hosts.stream().map(host -> key(host, address)).toList();
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
    return List.of(
        host.map(it -> key(it, address))
            .orElseGet(() -> new Key("//" + address.authority(), address.path())));
  }

  private void requireFree(Key key, PushSource repository) {
    PushSource other = repositories.get(key);
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
