package com.caiatech.afdp.gateway.security;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The one table of who may do what. Every role may read, but for the digest of the whole graph
/// ({@link #demandDigest}); personal values open only for {@link #mayReadPersonalValues}; what
/// changes something is listed in {@link #GRANTS}, counts where the role was granted ({@link
/// RoleGrant}), and may be narrowed by configuration ({@link AccessRestriction}).
///
/// The digest and the names of people belong to no environment and to no service: like everything
/// of that kind they are for those alone whose role counts everywhere.
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
          Map.entry(
              Action.ANNOTATE,
              EnumSet.of(Role.DEPLOYER, Role.APPROVER, Role.INCIDENT_MANAGER, Role.ADMIN)),
          Map.entry(
              Action.SAVE_QUERY,
              EnumSet.of(Role.DEPLOYER, Role.APPROVER, Role.INCIDENT_MANAGER, Role.ADMIN)),
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
  private static final Set<Role> REFUSALS = EnumSet.of(Role.AUDITOR, Role.ADMIN);

  private final List<AccessRestriction> restrictions;

  public AccessRules(List<AccessRestriction> restrictions) {
    this.restrictions = List.copyOf(restrictions);
  }

  /// Whether a role changes anything at all.
  static boolean changesSomething(Role role) {
    return GRANTS.values().stream().anyMatch(roles -> roles.contains(role));
  }

  /// Whether the principal may do it there. Of what belongs to no environment, or to no service, an
  /// environment or a service may be any.
  public Access decide(Principal principal, Action action, Scope scope) {
    Set<Role> allowed = EnumSet.noneOf(Role.class);
    allowed.addAll(anywhere(action));
    restrictions.stream()
        .filter(restriction -> restriction.narrows(action, scope))
        .forEach(restriction -> allowed.retainAll(restriction.roles()));
    return allowed.stream().anyMatch(role -> principal.has(role, scope))
        ? new Access.Granted()
        : denied(principal, action, scope, allowed);
  }

  /// Whether the principal may do it anywhere, for what is asked of a place that nobody knows yet.
  public Access decideAnywhere(Principal principal, Action action) {
    Set<Role> allowed = anywhere(action);
    return mayAnywhere(principal, allowed)
        ? new Access.Granted()
        : denied(principal, action, Scope.global(), allowed);
  }

  private static Set<Role> anywhere(Action action) {
    return GRANTS.getOrDefault(action, Set.of());
  }

  private static boolean mayAnywhere(Principal principal, Set<Role> allowed) {
    return principal.grants().stream().map(RoleGrant::role).anyMatch(allowed::contains);
  }

  private static Access denied(Principal principal, Action action, Scope scope, Set<Role> allowed) {
    String where =
        (scope.service() == null ? "" : " of " + scope.service())
            + (scope.environment() == null ? "" : " in " + scope.environment());
    return new Access.Denied(
        denial(action + where, allowed, principal)
            + "; nothing was changed"
            + (mayAnywhere(principal, anywhere(action)) ? ofAny(scope) : ""));
  }

  /// Says why a role that counts somewhere is not enough.
  private static String ofAny(Scope scope) {
    String unnamed =
        Stream.of(
                scope.environment() == null ? "environment" : "",
                scope.service() == null ? "service" : "")
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(" and no "));
    return unnamed.isEmpty() ? "" : "; what names no " + unnamed + " may be of any";
  }

  /// Demands that the principal may have the whole graph read for its digest.
  ///
  /// @param field for the message
  /// @throws GatewayException.Refused with `FORBIDDEN`
  public void demandDigest(Principal principal, String field) {
    demandEverywhere(principal, DIGEST, field);
  }

  /// Demands that the principal may read what was refused to others.
  ///
  /// @throws GatewayException.Refused with `FORBIDDEN`
  public static void demandRefusals(Principal principal) {
    demandEverywhere(principal, REFUSALS, "the log of refused mutations");
  }

  private static void demandEverywhere(Principal principal, Set<Role> roles, String what) {
    if (!hasEverywhere(principal, roles)) {
      throw new GatewayException.Refused(
          ErrorCode.FORBIDDEN, denial(what, roles, principal) + "; nothing was read");
    }
  }

  /// Whether names and other sealed values of people are opened for the principal.
  public boolean mayReadPersonalValues(Principal principal) {
    return hasEverywhere(principal, PERSONAL_VALUES);
  }

  private static boolean hasEverywhere(Principal principal, Set<Role> roles) {
    return roles.stream().anyMatch(role -> principal.has(role, Scope.global()));
  }

  private static String denial(String what, Set<Role> allowed, Principal principal) {
    return what
        + ": expected one of the roles ["
        + allowed.stream().sorted().map(Role::label).collect(Collectors.joining(", "))
        + "], found "
        + principal.toldGrants();
  }
}
