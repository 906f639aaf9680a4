package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.graphmodel.schema.Urns;
import com.caiatech.afdp.infra.client.GatewayClient;
import com.caiatech.afdp.infra.registration.ServedRepository;
import com.caiatech.afdp.infra.registration.SourceLocation;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.SourcePath;
import com.caiatech.afdp.schemas.plan.RepositoryPart;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.GitAddress;
import com.caiatech.afdp.schemas.platform.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Registers a service whose repositories are at Git hosts that the platform's configuration names,
/// by mutation: what is registered so stands in the ledger, in an admin's name.
final class HostedRegistration {
  private static final String REGISTERED =
      "... on Registered { registrationId receipt { path consistencyToken } }";
  private static final String KNOWN =
      "query ($id: ID!) { node(id: $id) { ... on Repository { registration { addresses } } } }";

  private static final Pattern ACCOUNT = Pattern.compile("(?<=://)[^/]*@");

  private final GatewayClient admin;
  private final Platform configured;

  /// @param configured as far as it is known here
  HostedRegistration(GatewayClient admin, Platform configured) {
    this.admin = admin;
    this.configured = configured;
  }

  /// What is registered beside the places.
  ///
  /// @param branch that is deployed where none is asked for; absent for `main`
  record Further(@Nullable String branch, @Nullable String team, @Nullable String reason) {}

  /// Whether the location is an address on a host that the platform's configuration names. One with
  /// an account in it is, too: the gateway refuses it and says where accounts belong.
  static boolean isHosted(Platform configured, String location) {
    return SourceLocation.isRemote(location)
        && address(ACCOUNT.matcher(location).replaceFirst(""))
            .filter(address -> configured.hosts().stream().anyMatch(host -> host.has(address)))
            .isPresent();
  }

  /// Registers the repositories that are not known by their addresses yet, then the service.
  ///
  /// @return the outcome of the last mutation
  JsonNode register(
      ServiceName service, Map<SourceRole, SourceLocation> locations, Further further) {
    List<Map<String, Object>> sources = new ArrayList<>();
    Map<String, RepositoryName> names = new HashMap<>();
    locations.forEach(
        (role, location) -> {
          RepositoryName repository =
              names.computeIfAbsent(location.repository(), it -> repository(it, further));
          sources.add(source(role, repository, location.part()));
        });
    Map<String, Object> input = new HashMap<>();
    input.put("id", Session.newId());
    input.put("name", service.value());
    input.put("sources", sources);
    Session.put(input, "team", further.team());
    Session.put(input, "reason", further.reason());
    return registered("registerService", "RegisterServiceInput", input);
  }

  private RepositoryName repository(String location, Further further) {
    Optional<Platform.SourceRepository> known =
        address(location)
            .flatMap(
                address ->
                    configured.repositories().stream().filter(it -> has(it, address)).findFirst());
    if (known.isPresent()) {
      return known.get().name();
    }
    RepositoryName name = ServedRepository.nameOf(location);
    if (!isRegistered(name, location)) {
      Map<String, Object> input = new HashMap<>();
      input.put("id", Session.newId());
      input.put("name", name.value());
      input.put("addresses", List.of(location));
      Session.put(input, "defaultBranch", further.branch());
      Session.put(input, "reason", further.reason());
      registered("registerRepository", "RegisterRepositoryInput", input);
    }
    return name;
  }

  private boolean isRegistered(RepositoryName name, String location) {
    JsonNode addresses =
        admin
            .query(KNOWN, Map.of("id", Urns.repository(name)))
            .path("node")
            .path("registration")
            .path("addresses");
    return addresses.path(0).asText().equals(location);
  }

  private JsonNode registered(String mutation, String type, Map<String, Object> input) {
    JsonNode outcome = admin.mutate(mutation, type, input, REGISTERED);
    Session.awaitProjected(admin, outcome);
    return outcome;
  }

  private static Map<String, Object> source(
      SourceRole role, RepositoryName repository, @Nullable RepositoryPart part) {
    Map<String, Object> source = new HashMap<>();
    source.put("role", role.name());
    source.put("repository", repository.value());
    if (part != null) {
      source.put("path", part.path().value());
      source.put("shared", part.shared().stream().map(SourcePath::value).toList());
    }
    return source;
  }

  private static boolean has(Platform.SourceRepository repository, GitAddress address) {
    return repository.addresses().contains(address)
        || GitAddress.ofNetwork(repository.uri()).filter(address::equals).isPresent();
  }

  private static Optional<GitAddress> address(String location) {
    try {
      return Optional.of(GitAddress.parse(location));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
