package com.caiatech.afdp.gateway.configuration;

import com.caiatech.afdp.gateway.security.AccessRestriction;
import com.caiatech.afdp.gateway.security.Credentials;
import com.caiatech.afdp.gateway.security.LocalToken;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.gateway.security.TrustedIssuer;
import com.caiatech.afdp.schemas.configuration.Section;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.intent.Action;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The settings of who may do what: `tokens`, `issuer` and `restrictions`.
final class AccessSettings {
  private final List<String> problems;

  /// @param problems where problems are added
  AccessSettings(List<String> problems) {
    this.problems = problems;
  }

  /// Whose tokens count, and for what; empty where that cannot be said.
  Optional<Credentials> credentials(Section root) {
    List<LocalToken> tokens = tokens(root.sections("tokens"));
    if (!root.has("issuer")) {
      return Optional.of(Credentials.local(tokens));
    }
    Section section = root.section("issuer");
    boolean beside = section.flag("localTokens", false);
    return issuer(section).map(issuer -> new Credentials(tokens, issuer, beside));
  }

  private Optional<TrustedIssuer> issuer(Section section) {
    Optional<String> url = section.requiredText("url");
    Optional<String> audience = section.requiredText("audience");
    Optional<URI> keys = section.parsed("keys", URI::create);
    List<String> algorithms = section.parsedList("algorithms", name -> name);
    Duration skew = section.duration("clockSkew", TrustedIssuer.DEFAULT_CLOCK_SKEW);
    List<String> roles = section.parsedList("rolesClaim", name -> name);
    String name = section.text("nameClaim", TrustedIssuer.DEFAULT_NAME_CLAIM);
    section.refuseEmpty("grants");
    Map<String, Set<RoleGrant>> grants = claimGrants(section.sections("grants"));
    section.refuseOthers();
    if (url.isEmpty() || audience.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new TrustedIssuer(
              url.get(),
              audience.get(),
              keys.get(),
              algorithms.isEmpty() ? TrustedIssuer.DEFAULT_ALGORITHMS : Set.copyOf(algorithms),
              skew,
              roles.isEmpty() ? TrustedIssuer.DEFAULT_ROLES_CLAIM : roles,
              name,
              grants));
    } catch (IllegalArgumentException invalid) {
      problems.add("issuer: " + invalid.getMessage());
      return Optional.empty();
    }
  }

  /// Several entries of one value stand for all that each of them says.
  private static Map<String, Set<RoleGrant>> claimGrants(List<Section> sections) {
    Map<String, Set<RoleGrant>> grants = new HashMap<>();
    for (Section section : sections) {
      Optional<String> value = section.requiredText("value");
      Set<RoleGrant> granted = grants(section);
      section.refuseOthers();
      value.ifPresent(it -> grants.computeIfAbsent(it, _ -> new HashSet<>()).addAll(granted));
    }
    return grants;
  }

  private static Set<RoleGrant> grants(Section section) {
    Set<EnvironmentName> environments = environments(section);
    Set<ServiceName> services = services(section);
    return Set.copyOf(
        section.parsedList("roles", label -> new RoleGrant(role(label), environments, services)));
  }

  private static Set<EnvironmentName> environments(Section section) {
    section.refuseEmpty("environments");
    return Set.copyOf(section.parsedList("environments", EnvironmentName::new));
  }

  private static Set<ServiceName> services(Section section) {
    section.refuseEmpty("services");
    return Set.copyOf(section.parsedList("services", ServiceName::new));
  }

  private List<LocalToken> tokens(List<Section> sections) {
    List<LocalToken> tokens = new ArrayList<>();
    Set<Sha256> digests = new HashSet<>();
    for (Section section : sections) {
      Optional<Sha256> sha256 = section.parsed("sha256", Sha256::new);
      Set<RoleGrant> grants = tokenGrants(section);
      String issuer = section.text("issuer", "local");
      Optional<String> subject = section.requiredText("subject");
      String name = section.text("displayName", subject.orElse(""));
      Optional<Instant> expires = section.moment("expires");
      section.refuseOthers();
      if (sha256.isPresent() && subject.isPresent() && expires.isPresent()) {
        if (!digests.add(sha256.get())) {
          problems.add("tokens: expected different tokens, found one digest twice");
        }
        try {
          tokens.add(
              new LocalToken(sha256.get(), grants, issuer, subject.get(), name, expires.get()));
        } catch (IllegalArgumentException invalid) {
          problems.add("tokens: " + invalid.getMessage());
        }
      }
    }
    return tokens;
  }

  /// Roles of everything, and grants that count somewhere alone.
  private static Set<RoleGrant> tokenGrants(Section section) {
    Set<RoleGrant> grants = new HashSet<>();
    section.parsedList("roles", AccessSettings::role).stream()
        .map(RoleGrant::everywhere)
        .forEach(grants::addAll);
    for (Section some : section.sections("grants")) {
      grants.addAll(grants(some));
      some.refuseOthers();
    }
    return grants;
  }

  /// What narrows those roles.
  List<AccessRestriction> restrictions(List<Section> sections) {
    List<AccessRestriction> restrictions = new ArrayList<>();
    for (Section section : sections) {
      Optional<Action> action = section.parsed("mutation", AccessSettings::action);
      Set<EnvironmentName> environments = environments(section);
      Set<ServiceName> services = services(section);
      List<Role> roles = section.parsedList("roles", AccessSettings::role);
      section.refuseOthers();
      action.ifPresent(
          it ->
              restrictions.add(
                  new AccessRestriction(it, environments, services, Set.copyOf(roles))));
    }
    return restrictions;
  }

  private static Role role(String label) {
    return Role.ofLabel(label)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of " + List.of(Role.values()) + ", found '" + label + "'"));
  }

  private static Action action(String mutation) {
    return Action.of(mutation)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of " + List.of(Action.values()) + ", found '" + mutation + "'"));
  }
}
