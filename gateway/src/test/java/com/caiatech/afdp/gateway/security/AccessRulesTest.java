package com.caiatech.afdp.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.intent.Action;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessRulesTest {
  private static final EnvironmentName PRODUCTION = new EnvironmentName("production");
  private final AccessRules rules = new AccessRules(List.of());

  private static Principal of(Role... roles) {
    return new Principal(
        new PersonId("p_00000000000000000000000000000000"),
        "local",
        "someone",
        "Some One",
        Set.of(roles),
        Instant.EPOCH);
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
    assertThat(rules.decide(of(Role.VIEWER, Role.AUDITOR), action, null))
        .isInstanceOf(Access.Denied.class);
  }

  @Test
  void aDenialNamesWhatWouldBeNeeded() {
    assertThat(rules.decide(of(Role.VIEWER), Action.START_DEPLOYMENT, PRODUCTION))
        .isEqualTo(
            new Access.Denied(
                "startDeployment in production: expected one of the roles [deployer, admin], found"
                    + " [viewer]; nothing was changed"));
  }

  @Test
  void aRestrictionNarrowsOneEnvironmentAndNeverWidens() {
    AccessRules narrowed =
        new AccessRules(
            List.of(
                new AccessRestriction(
                    Action.START_DEPLOYMENT, PRODUCTION, Set.of(Role.ADMIN, Role.VIEWER))));
    assertThat(narrowed.decide(of(Role.DEPLOYER), Action.START_DEPLOYMENT, PRODUCTION))
        .isInstanceOf(Access.Denied.class);
    assertThat(narrowed.decide(of(Role.VIEWER), Action.START_DEPLOYMENT, PRODUCTION))
        .isInstanceOf(Access.Denied.class);
    assertThat(narrowed.decide(of(Role.ADMIN), Action.START_DEPLOYMENT, PRODUCTION))
        .isInstanceOf(Access.Granted.class);
    assertThat(
            narrowed.decide(
                of(Role.DEPLOYER), Action.START_DEPLOYMENT, new EnvironmentName("staging")))
        .isInstanceOf(Access.Granted.class);
  }

  @Test
  void demandingWithoutTheRightIsForbidden() {
    assertThatThrownBy(() -> rules.demand(of(Role.VIEWER), Action.LINK_INCIDENT, null))
        .isInstanceOfSatisfying(
            GatewayException.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN));
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
