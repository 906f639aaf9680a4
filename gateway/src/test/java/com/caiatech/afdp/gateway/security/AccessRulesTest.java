package com.caiatech.afdp.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessRulesTest {
  private static final Scope PRODUCTION = at("production", "cart");
  private final AccessRules rules = new AccessRules(List.of());

  private static Principal of(Role... roles) {
    return of(RoleGrant.everywhere(roles));
  }

  private static Principal of(Set<RoleGrant> grants) {
    return new Principal(
        new PersonId("p_00000000000000000000000000000000"),
        "local",
        "someone",
        "Some One",
        grants,
        Instant.EPOCH);
  }

  private static Scope at(@Nullable String environment, @Nullable String service) {
    return new Scope(
        environment == null ? null : new EnvironmentName(environment),
        service == null ? null : new ServiceName(service));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          START_DEPLOYMENT    | deployer admin
          APPROVE_DEPLOYMENT  | approver admin
          REJECT_DEPLOYMENT   | approver admin
          ABORT_DEPLOYMENT    | deployer incident-manager admin
          PROMOTE_DEPLOYMENT  | deployer admin
          PROMOTE_DEPLOYMENT_FULLY | deployer admin
          SKIP_DEPLOYMENT_STEP | deployer admin
          PAUSE_DEPLOYMENT    | deployer incident-manager admin
          RESUME_DEPLOYMENT   | deployer incident-manager admin
          ROLLBACK_DEPLOYMENT | deployer incident-manager admin
          REPORT_INCIDENT     | deployer incident-manager admin
          UPDATE_INCIDENT     | incident-manager admin
          LINK_INCIDENT       | incident-manager admin
          ANNOTATE            | deployer approver incident-manager admin
          SAVE_QUERY          | deployer approver incident-manager admin
          """)
  void theTableIsThisOne(Action action, String allowed) {
    String found =
        Arrays.stream(Role.values())
            .filter(role -> rules.decide(of(role), action, PRODUCTION) instanceof Access.Granted)
            .map(Role::label)
            .collect(Collectors.joining(" "));
    assertThat(found).isEqualTo(allowed);
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void viewersAndAuditorsChangeNothing(Action action) {
    assertThat(rules.decideAnywhere(of(Role.VIEWER, Role.AUDITOR), action))
        .isInstanceOf(Access.Denied.class);
  }

  @Test
  void aDenialNamesWhatWouldBeNeeded() {
    assertThat(rules.decide(of(Role.VIEWER), Action.START_DEPLOYMENT, PRODUCTION))
        .isEqualTo(
            new Access.Denied(
                "startDeployment of cart in production: expected one of the roles [deployer, admin], found"
                    + " [viewer]; nothing was changed"));
  }

  @Test
  void aRestrictionNarrowsWhereItSaysAndNeverWidens() {
    AccessRules narrowed =
        new AccessRules(
            List.of(
                new AccessRestriction(
                    Action.START_DEPLOYMENT,
                    Set.of(new EnvironmentName("production")),
                    Set.of(new ServiceName("cart")),
                    Set.of(Role.ADMIN, Role.VIEWER))));
    assertThat(granted(narrowed, of(Role.DEPLOYER), PRODUCTION)).isFalse();
    assertThat(granted(narrowed, of(Role.VIEWER), PRODUCTION)).isFalse();
    assertThat(granted(narrowed, of(Role.ADMIN), PRODUCTION)).isTrue();
    assertThat(granted(narrowed, of(Role.DEPLOYER), at("staging", "cart"))).isTrue();
    assertThat(granted(narrowed, of(Role.DEPLOYER), at("production", "pay"))).isTrue();
    assertThat(granted(narrowed, of(Role.DEPLOYER), at(null, "cart")))
        .as("it may be of production")
        .isFalse();
    assertThat(granted(narrowed, of(Role.DEPLOYER), at("production", null))).isFalse();
    assertThat(granted(narrowed, of(Role.DEPLOYER), at(null, "pay"))).isTrue();
  }

  private static boolean granted(AccessRules rules, Principal principal, Scope scope) {
    return rules.decide(principal, Action.START_DEPLOYMENT, scope) instanceof Access.Granted;
  }

  private static RoleGrant some(Role role, List<String> environments, List<String> services) {
    return new RoleGrant(
        role,
        environments.stream().map(EnvironmentName::new).collect(Collectors.toSet()),
        services.stream().map(ServiceName::new).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          staging,    cart, true
          staging,    pay,  true
          production, cart, true
          production, pay,  false
          staging,    -,    true
          production, -,    false
          -,          cart, false
          -,          -,    false
          """)
  void aRoleCountsWhereItWasGranted(
      @Nullable String environment, @Nullable String service, boolean may) {
    Principal principal =
        of(
            Set.of(
                some(Role.DEPLOYER, List.of("staging"), List.of()),
                some(Role.ADMIN, List.of("production"), List.of("cart")),
                some(Role.VIEWER, List.of(), List.of())));
    assertThat(granted(rules, principal, at(environment, service))).isEqualTo(may);
    assertThat(rules.decideAnywhere(principal, Action.START_DEPLOYMENT))
        .isEqualTo(new Access.Granted());
    assertThat(rules.decideAnywhere(principal, Action.LINK_INCIDENT))
        .isEqualTo(new Access.Granted());
    assertThat(rules.mayReadPersonalValues(principal))
        .as("a name belongs to no environment")
        .isFalse();
    assertThatThrownBy(() -> rules.demandDigest(principal, "graphDigest"))
        .hasMessage(
            "graphDigest: expected one of the roles [auditor, admin], found [viewer; deployer in"
                + " staging; admin of cart in production]; nothing was read");
  }

  @Test
  void whoeverMayAnywhereMayInEachPlace() {
    Principal everywhere = of(Role.ADMIN);
    AccessRules narrowed =
        new AccessRules(
            List.of(
                new AccessRestriction(
                    Action.START_DEPLOYMENT, Set.of(), Set.of(), Set.of(Role.ADMIN))));
    for (AccessRules some : List.of(rules, narrowed)) {
      assertThat(granted(some, everywhere, Scope.global())).isTrue();
      assertThat(granted(some, everywhere, PRODUCTION)).isTrue();
    }
    assertThat(granted(narrowed, of(Role.DEPLOYER), PRODUCTION)).isFalse();
  }

  @Test
  void aDenialTellsWhereARoleCountsAndWhatMayBeOfAny() {
    Principal principal =
        of(
            Set.of(
                some(Role.DEPLOYER, List.of("staging", "test"), List.of()),
                some(Role.APPROVER, List.of(), List.of("a", "b", "c", "d", "e", "f", "g"))));
    assertThat(rules.decide(principal, Action.START_DEPLOYMENT, PRODUCTION))
        .isEqualTo(
            new Access.Denied(
                "startDeployment of cart in production: expected one of the roles [deployer,"
                    + " admin], found [deployer in staging, test; approver of a, b, c, d, e and 2"
                    + " more]; nothing was changed"));
    assertThat(rules.decide(principal, Action.REPORT_INCIDENT, at(null, "cart")))
        .isInstanceOfSatisfying(
            Access.Denied.class,
            denied ->
                assertThat(denied.message())
                    .startsWith("reportIncident of cart: expected one of the roles [deployer, ")
                    .endsWith("; nothing was changed; what names no environment may be of any"));
    assertThat(rules.decide(principal, Action.REPORT_INCIDENT, Scope.global()))
        .isInstanceOfSatisfying(
            Access.Denied.class,
            denied ->
                assertThat(denied.message())
                    .endsWith("; what names no environment and no service may be of any"));
  }

  @Test
  void aRoleThatReadsAloneIsNotGrantedSomewhere() {
    assertThatThrownBy(() -> some(Role.VIEWER, List.of("staging"), List.of()))
        .hasMessage(
            "role viewer: expected no environments and no services beside it, since every role"
                + " reads the whole graph; found some");
    assertThatThrownBy(() -> some(Role.AUDITOR, List.of(), List.of("cart")))
        .hasMessageStartingWith("role auditor: ");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void personalValuesOpenForFourRoles(Role role) {
    assertThat(rules.mayReadPersonalValues(of(role)))
        .isEqualTo(
            Set.of(Role.AUDITOR, Role.ADMIN, Role.INCIDENT_MANAGER, Role.APPROVER).contains(role));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theDigestOfTheGraphIsForAuditorsAndAdmins(Role role) {
    if (role == Role.AUDITOR || role == Role.ADMIN) {
      assertThatCode(() -> rules.demandDigest(of(role), "graphDigest")).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> rules.demandDigest(of(role), "graphDigest"))
          .isInstanceOfSatisfying(
              GatewayException.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN))
          .hasMessage(
              "graphDigest: expected one of the roles [auditor, admin], found ["
                  + role
                  + "]; nothing was read");
    }
  }

  @Test
  void aPrincipalInALogLineShowsNoName() {
    assertThat(of(Role.ADMIN).toString()).doesNotContain("someone", "Some One");
  }
}
