package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.HookId;
import com.caiatech.afdp.schemas.id.HostName;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.record.Series;
import com.fasterxml.jackson.annotation.JsonCreator;
import java.net.URI;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may deploy what where is the platform's, never the service's: whoever pushes code cannot
/// drop an approval.
///
/// @param audience names this platform in statements of intent
/// @param volumes the Git repositories of the ledgers' volumes
/// @param repositories the registered source repositories
/// @param hosts the Git hosts; where there are any, nothing is fetched over the network from
///   elsewhere
/// @param hooks the webhooks of the hosts
public record Platform(
    String audience,
    List<Environment> environments,
    List<Volume> volumes,
    List<SourceRepository> repositories,
    List<Service> services,
    List<Host> hosts,
    List<Hook> hooks) {
  @JsonCreator
  public Platform {
    environments = List.copyOf(environments);
    volumes = List.copyOf(volumes);
    repositories = List.copyOf(repositories);
    services = List.copyOf(services);
    hosts = orNone(hosts);
    hooks = orNone(hooks);
    HostRules.check(hosts, hooks, volumes, repositories);
    requireOneAddressEach(volumes);
  }

  /// A platform without Git hosts.
  public Platform(
      String audience,
      List<Environment> environments,
      List<Volume> volumes,
      List<SourceRepository> repositories,
      List<Service> services) {
    this(audience, environments, volumes, repositories, services, List.of(), List.of());
  }

  private static void requireOneAddressEach(List<Volume> volumes) {
    Map<VolumeName, Volume> known = new HashMap<>();
    for (Volume volume : volumes) {
      Volume other = known.put(volume.name(), volume);
      if (other != null) {
        throw new IllegalArgumentException(
            "Platform: expected one address for each volume, found two for "
                + volume.name()
                + ", "
                + other.uri()
                + " and "
                + volume.uri()
                + ": only one repository can be that volume"
                + (volume.name().number() > 1 ? " and follow " + volume.name().previous() : "")
                + ". Agree with those who hold root keys which of them is meant, and take the"
                + " other out of the platform's configuration");
      }
    }
  }

  /// An environment, in the order in which versions pass through them.
  ///
  /// @param requiredApprovals how many distinct people, other than the requester, have to approve a
  ///   plan; 0 to 10
  /// @param approvalRule the rule's name in approval decisions
  /// @param queue what becomes of who comes while another deploys; `fifo` where the file says
  ///   nothing
  public record Environment(
      EnvironmentName name, int requiredApprovals, String approvalRule, QueueRule queue) {
    @JsonCreator
    public Environment {
      queue = Objects.requireNonNullElse(queue, QueueRule.FIFO);
      if (requiredApprovals < 0 || requiredApprovals > 10) {
        throw new IllegalArgumentException(
            "Environment "
                + name
                + ": expected 0 to 10 required approvals, found "
                + requiredApprovals);
      }
    }

    /// One in which deployments wait for their turn.
    public Environment(EnvironmentName name, int requiredApprovals, String approvalRule) {
      this(name, requiredApprovals, approvalRule, QueueRule.FIFO);
    }
  }

  /// A volume of a ledger.
  ///
  /// @param uri where the lambdas fetch it; the workers' own access is their configuration
  /// @param addresses further addresses by which hosts name it
  public record Volume(VolumeName name, Series series, URI uri, List<GitAddress> addresses) {
    @JsonCreator
    public Volume {
      addresses = orNone(addresses);
    }

    /// A volume without further addresses.
    public Volume(VolumeName name, Series series, URI uri) {
      this(name, series, uri, List.of());
    }
  }

  /// A source repository.
  ///
  /// @param uri where workers and lambdas fetch it
  /// @param defaultBranch such as `main`
  /// @param addresses further addresses by which hosts name it
  public record SourceRepository(
      RepositoryName name, URI uri, String defaultBranch, List<GitAddress> addresses) {
    @JsonCreator
    public SourceRepository {
      addresses = orNone(addresses);
    }

    /// A repository without further addresses.
    public SourceRepository(RepositoryName name, URI uri, String defaultBranch) {
      this(name, uri, defaultBranch, List.of());
    }
  }

  /// Where a service lies in one role.
  ///
  /// @param part what of the repository is the service's; absent for all of it
  public record Source(RepositoryName repository, @Nullable RepositoryPart part) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Source {}

    /// All of a repository.
    public static Source wholeOf(RepositoryName repository) {
      return new Source(repository, null);
    }

    /// As files from before there were parts say it.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Source named(String repository) {
      return wholeOf(new RepositoryName(repository));
    }
  }

  /// A service and where it lies in each role it has; `application` is always there.
  public record Service(ServiceName name, Map<SourceRole, Source> sources) {
    public Service {
      if (!sources.containsKey(SourceRole.APPLICATION)) {
        throw new IllegalArgumentException(
            "Service " + name + ": expected a repository in the role application, found none");
      }
      sources = Map.copyOf(new EnumMap<>(sources));
    }
  }

  /// The same with other volumes.
  public Platform withVolumes(List<Volume> others) {
    return new Platform(audience, environments, others, repositories, services, hosts, hooks);
  }

  /// The same with other repositories and the services that lie in them.
  public Platform withSources(List<SourceRepository> others, List<Service> inThem) {
    return new Platform(audience, environments, volumes, others, inThem, hosts, hooks);
  }

  /// The same with other Git hosts and their webhooks.
  public Platform withHosts(List<Host> others, List<Hook> ofThem) {
    return new Platform(audience, environments, volumes, repositories, services, others, ofThem);
  }

  /// The environment of that name, if it is configured.
  public Optional<Environment> environment(EnvironmentName name) {
    return environments.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// The service of that name, if it is registered.
  public Optional<Service> service(ServiceName name) {
    return services.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// The source repository of that name, if it is registered.
  public Optional<SourceRepository> repository(RepositoryName name) {
    return repositories.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// The configured volumes of the trust policy, in the order of their chain.
  public List<Volume> policies() {
    return volumes.stream()
        .filter(volume -> volume.series() == Series.TRUST_POLICY)
        .sorted(Comparator.comparing(Volume::name))
        .toList();
  }

  /// The names of those that follow the first one.
  public List<VolumeName> laterPolicies() {
    return policies().stream().map(Volume::name).filter(name -> name.number() > 1).toList();
  }

  /// The volume of that name, if it is configured.
  public Optional<Volume> volume(VolumeName name) {
    return volumes.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// The Git host of that name, if it is configured.
  public Optional<Host> host(HostName name) {
    return hosts.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /// The webhook of that id, if it is configured.
  public Optional<Hook> hook(HookId id) {
    return hooks.stream().filter(it -> it.id().equals(id)).findFirst();
  }

  /// Older files lack what came later.
  private static <T> List<T> orNone(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
