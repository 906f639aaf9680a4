package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.intent.Action;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The one table of who may do what. Every role may read, but for the digest of the whole graph
/// ({@link #demandDigest}); personal values open only for {@link #mayReadPersonalValues}; what
/// changes something is listed in {@link #GRANTS} and may be narrowed for an environment by
/// configuration.
///
/// That nobody approves their own request is no matter of roles: the workflow refuses it.
public final class AccessRules {
  private static final Map<Action, Set<Role>> GRANTS =
      Map.ofEntries(
          Map.entry(Action.START_DEPLOYMENT, EnumSet.of(Role.DEPLOYER, Role.ADMIN)),
          Map.entry(Action.APPROVE_DEPLOYMENT, EnumSet.of(Role.APPROVER, Role.ADMIN)),
          Map.entry(Action.REJECT_DEPLOYMENT, EnumSet.of(Role.APPROVER, Role.ADMIN)),
          Map.entry(
              Action.ABORT_DEPLOYMENT,
              EnumSet.of(Role.DEPLOYER, Role.INCIDENT_MANAGER, Role.ADMIN)),
          Map.entry(
              Action.ROLLBACK_DEPLOYMENT,
              EnumSet.of(Role.DEPLOYER, Role.INCIDENT_MANAGER, Role.ADMIN)),
          Map.entry(
              Action.REPORT_INCIDENT, EnumSet.of(Role.DEPLOYER, Role.INCIDENT_MANAGER, Role.ADMIN)),
          Map.entry(Action.UPDATE_INCIDENT, EnumSet.of(Role.INCIDENT_MANAGER, Role.ADMIN)),
          Map.entry(Action.LINK_INCIDENT, EnumSet.of(Role.INCIDENT_MANAGER, Role.ADMIN)),
          Map.entry(Action.REPORT_DEPLOYMENT, EnumSet.of(Role.DEPLOYER, Role.ADMIN)),
          Map.entry(Action.REGISTER_REPOSITORY, EnumSet.of(Role.ADMIN)),
          Map.entry(Action.REGISTER_SERVICE, EnumSet.of(Role.ADMIN)),
          Map.entry(Action.PROMOTE_DEPLOYMENT, EnumSet.of(Role.DEPLOYER, Role.ADMIN)),
          Map.entry(Action.PROMOTE_DEPLOYMENT_FULLY, EnumSet.of(Role.DEPLOYER, Role.ADMIN)),
          Map.entry(Action.SKIP_DEPLOYMENT_STEP, EnumSet.of(Role.DEPLOYER, Role.ADMIN)),
          Map.entry(
              Action.PAUSE_DEPLOYMENT,
              EnumSet.of(Role.DEPLOYER, Role.INCIDENT_MANAGER, Role.ADMIN)),
          Map.entry(
              Action.RESUME_DEPLOYMENT,
              EnumSet.of(Role.DEPLOYER, Role.INCIDENT_MANAGER, Role.ADMIN)));

  private static final Set<Role> PERSONAL_VALUES =
      EnumSet.of(Role.AUDITOR, Role.ADMIN, Role.INCIDENT_MANAGER, Role.APPROVER);

  private static final Set<Role> DIGEST = EnumSet.of(Role.AUDITOR, Role.ADMIN);

  private final List<AccessRestriction> restrictions;

  public AccessRules(List<AccessRestriction> restrictions) {
    this.restrictions = List.copyOf(restrictions);
  }

  /// Whether the principal may do it.
  ///
  /// @param environment where it would happen, null for what belongs to no environment
  public Access decide(Principal principal, Action action, @Nullable EnvironmentName environment) {
    Set<Role> allowed = EnumSet.noneOf(Role.class);
    allowed.addAll(GRANTS.getOrDefault(action, Set.of()));
    for (AccessRestriction restriction : restrictions) {
      if (restriction.action() == action && restriction.environment().equals(environment)) {
        allowed.retainAll(restriction.roles());
      }
    }
    if (principal.roles().stream().anyMatch(allowed::contains)) {
      return new Access.Granted();
    }
    String what = action + (environment == null ? "" : " in " + environment);
    return new Access.Denied(denial(what, allowed, principal) + "; nothing was changed");
  }

  /// As {@link #decide}, for callers that have no typed refusal to return.
  ///
  /// @throws GatewayException.Refused with `FORBIDDEN`
  public void demand(Principal principal, Action action, @Nullable EnvironmentName environment) {
    switch (decide(principal, action, environment)) {
      case Access.Granted _ -> {}
      case Access.Denied denied ->
          throw new GatewayException.Refused(ErrorCode.FORBIDDEN, denied.message());
    }
  }

  /// Demands that the principal may have the whole graph read for its digest.
  ///
  /// @param field for the message
  /// @throws GatewayException.Refused with `FORBIDDEN`
  public void demandDigest(Principal principal, String field) {
    if (principal.roles().stream().noneMatch(DIGEST::contains)) {
      throw new GatewayException.Refused(
          ErrorCode.FORBIDDEN, denial(field, DIGEST, principal) + "; nothing was read");
    }
  }

  /// Whether names and other sealed values of people are opened for the principal.
  public boolean mayReadPersonalValues(Principal principal) {
    return principal.roles().stream().anyMatch(PERSONAL_VALUES::contains);
  }

  private static String denial(String what, Set<Role> allowed, Principal principal) {
    return what
        + ": expected one of the roles ["
        + labels(allowed)
        + "], found ["
        + labels(principal.roles())
        + "]";
  }

  private static String labels(Set<Role> roles) {
    return roles.stream().sorted().map(Role::label).collect(Collectors.joining(", "));
  }
}
