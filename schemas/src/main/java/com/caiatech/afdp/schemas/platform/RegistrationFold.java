package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.Excerpt;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredRepository;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredService;
import com.caiatech.afdp.schemas.record.SourceRegistration.RegisteredSource;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Adds registrations to a configuration, one by one. Used once, by one thread.
final class RegistrationFold {
  /// As many services as a volume of a ledger takes; as many repositories.
  static final int MOST = 1000;

  private static final Set<String> SCHEMES = Set.of("https", "ssh");
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");
  private static final Pattern BRANCH =
      Pattern.compile("(?![-/.])(?!.*(\\.\\.|//|@\\{))[^\\p{Cntrl} ~^:?*\\[\\\\]+(?<![/.])");

  private final Platform configured;
  private final HostedRepositories hosted;
  private final Map<RepositoryName, Platform.SourceRepository> repositories = new LinkedHashMap<>();
  private final Map<ServiceName, Platform.Service> services = new LinkedHashMap<>();

  RegistrationFold(Platform configured) {
    this.configured = configured;
    this.hosted = HostedRepositories.of(configured);
  }

  /// The platform with what was added so far.
  Platform platform() {
    return configured.withSources(
        Stream.concat(configured.repositories().stream(), repositories.values().stream()).toList(),
        Stream.concat(configured.services().stream(), services.values().stream()).toList());
  }

  /// Adds a registration, or tells why it has no effect; then nothing was changed.
  Optional<LeftOut> add(SourceRegistration registration) {
    RegisteredRepository repository = registration.registeredRepository();
    RegisteredService service = registration.registeredService();
    Optional<LeftOut> leftOut =
        repository != null ? add(repository) : Optional.ofNullable(service).flatMap(this::add);
    return leftOut.map(
        it ->
            new LeftOut(
                it.why(), RecordedRegistration.subject(registration) + ": " + it.message()));
  }

  private Optional<LeftOut> add(RegisteredRepository asked) {
    if (configured.repository(asked.name()).isPresent()) {
      return configured();
    }
    if (!BRANCH.matcher(asked.defaultBranch()).matches()) {
      return leftOut(
          LeftOut.Why.MALFORMED,
          "default branch: expected the name of a branch such as main, found '"
              + Excerpt.of(asked.defaultBranch(), 100)
              + "'");
    }
    if (repositories.size() >= MOST && !repositories.containsKey(asked.name())) {
      return tooMany("repositories");
    }
    List<GitAddress> addresses = new ArrayList<>();
    for (String text : asked.addresses()) {
      GitAddress address;
      try {
        address = GitAddress.parse(text);
      } catch (IllegalArgumentException malformed) {
        return leftOut(LeftOut.Why.MALFORMED, String.valueOf(malformed.getMessage()));
      }
      if (!isOnAHost(text, address)) {
        return offHost(text);
      }
      addresses.add(address);
    }
    if (addresses.isEmpty()) {
      return leftOut(LeftOut.Why.MALFORMED, "addresses: expected at least one, found none");
    }
    return notOnTheHostOfItsHook(asked.name(), addresses).or(() -> add(asked, addresses));
  }

  /// A webhook of the repository's own is one of its host.
  private Optional<LeftOut> notOnTheHostOfItsHook(RepositoryName name, List<GitAddress> addresses) {
    PushSource repository = new PushSource.Source(name);
    return configured.hooks().stream()
        .filter(hook -> repository.equals(hook.repository()))
        .filter(hook -> configured.host(hook.host()).filter(it -> names(it, addresses)).isEmpty())
        .findFirst()
        .flatMap(
            hook ->
                leftOut(
                    LeftOut.Why.HOST,
                    "addresses: expected one on the host %s, whose webhook %s is configured for this repository, found %s"
                        .formatted(
                            hook.host(),
                            hook.id(),
                            Excerpt.of(
                                addresses.stream().map(GitAddress::text).toList().toString(),
                                300))));
  }

  private static boolean names(Host host, List<GitAddress> addresses) {
    return host.kind() == HostKind.PLAIN || addresses.stream().anyMatch(host::has);
  }

  private Optional<LeftOut> add(RegisteredRepository asked, List<GitAddress> addresses) {
    URI uri = URI.create(addresses.getFirst().text());
    List<GitAddress> further = addresses.subList(1, addresses.size());
    try {
      hosted.replace(new PushSource.Source(asked.name()), uri, further);
    } catch (IllegalArgumentException taken) {
      return leftOut(LeftOut.Why.ADDRESS_TAKEN, String.valueOf(taken.getMessage()));
    }
    repositories.put(
        asked.name(),
        new Platform.SourceRepository(asked.name(), uri, asked.defaultBranch(), further));
    return Optional.empty();
  }

  private Optional<LeftOut> add(RegisteredService asked) {
    if (configured.service(asked.name()).isPresent()) {
      return configured();
    }
    if (services.size() >= MOST && !services.containsKey(asked.name())) {
      return tooMany("services");
    }
    if (!asked.sources().containsKey(SourceRole.APPLICATION)) {
      return leftOut(
          LeftOut.Why.MALFORMED, "expected a repository in the role application, found none");
    }
    Map<SourceRole, Platform.Source> sources = new EnumMap<>(SourceRole.class);
    for (Map.Entry<SourceRole, RegisteredSource> source : asked.sources().entrySet()) {
      RepositoryName repository = source.getValue().repository();
      if (configured.repository(repository).isEmpty() && !repositories.containsKey(repository)) {
        return leftOut(
            LeftOut.Why.UNKNOWN_REPOSITORY,
            "expected a repository that is configured or registered before, found '"
                + repository
                + "'");
      }
      sources.put(source.getKey(), new Platform.Source(repository, source.getValue().part()));
    }
    services.put(asked.name(), new Platform.Service(asked.name(), sources));
    return Optional.empty();
  }

  /// Whether it is encrypted, or never leaves this machine, and lies on a host that the
  /// configuration names.
  private boolean isOnAHost(String text, GitAddress address) {
    int scheme = text.indexOf("://");
    String authority = address.authority();
    if (scheme < 0 || authority == null) {
      return false;
    }
    String name = text.substring(0, scheme).toLowerCase(Locale.ROOT);
    boolean safe =
        SCHEMES.contains(name) || (name.equals("http") && LOOPBACK.matcher(authority).matches());
    return safe && configured.hosts().stream().anyMatch(host -> host.has(address));
  }

  private Optional<LeftOut> offHost(String text) {
    List<String> authorities =
        configured.hosts().stream().flatMap(host -> host.authorities().stream()).toList();
    return leftOut(
        LeftOut.Why.HOST,
        authorities.isEmpty()
            ? "no Git host is configured from which anything is fetched; name it under hosts in the"
                + " platform's configuration, with its authorities"
            : "address: expected https:// or ssh:// on one of "
                + Excerpt.of(authorities.toString(), 300)
                + ", the authorities of the configured hosts, found '"
                + Excerpt.of(text.substring(text.lastIndexOf('@') + 1), 100)
                + "'");
  }

  private static Optional<LeftOut> configured() {
    return leftOut(
        LeftOut.Why.CONFIGURED,
        "expected a name that the platform's configuration does not have: it wins");
  }

  private static Optional<LeftOut> tooMany(String what) {
    return leftOut(
        LeftOut.Why.TOO_MANY, "expected at most " + MOST + " registered " + what + ", found more");
  }

  private static Optional<LeftOut> leftOut(LeftOut.Why why, String message) {
    return Optional.of(new LeftOut(why, message));
  }
}
