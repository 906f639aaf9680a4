package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.gateway.security.AccessRestriction;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.gateway.security.Role;
import com.caiatech.afdp.gateway.security.RoleGrant;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.QuerySettings;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.schemas.id.EnvironmentName;
import com.caiatech.afdp.schemas.id.Ids;
import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.sealing.PersonKeyStore;
import com.caiatech.afdp.schemas.sealing.Sealer;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.testing.TestPatience;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.neo4j.driver.Driver;

/// A platform, people, and what outcomes say.
final class MutationSamples {
  /// Whatever a mutation reads or waits for may take as long as a slow machine takes.
  private static final QuerySettings PATIENT =
      new QuerySettings("neo4j", TestPatience.LONGEST, TestPatience.LONGEST, 1000);

  static final Principal DEPLOYER = person('a', Role.DEPLOYER);
  static final Principal APPROVER = person('b', Role.APPROVER);
  static final Principal MANAGER = person('c', Role.INCIDENT_MANAGER);
  static final Principal ADMIN = person('d', Role.ADMIN);
  static final Principal VIEWER = person('e', Role.VIEWER);

  /// What only an admin may do in production, where a test says nothing else.
  static final Set<Action> NARROWED = Set.of(Action.START_DEPLOYMENT, Action.REPORT_DEPLOYMENT);

  private MutationSamples() {}

  static Platform platform() {
    RepositoryName shop = new RepositoryName("shop");
    return new Platform(
        "test",
        List.of(
            new Platform.Environment(new EnvironmentName("staging"), 0, "none"),
            new Platform.Environment(new EnvironmentName("production"), 1, "two-eyes")),
        List.of(),
        List.of(new Platform.SourceRepository(shop, URI.create("git://localhost/shop"), "main")),
        List.of(
            new Platform.Service(
                new ServiceName("checkout"),
                Map.of(SourceRole.APPLICATION, Platform.Source.wholeOf(shop))),
            new Platform.Service(
                new ServiceName("cart"),
                Map.of(SourceRole.APPLICATION, Platform.Source.wholeOf(shop)))));
  }

  static Principal person(char digit, Role role) {
    return person(digit, new RoleGrant(role, Set.of(), Set.of()));
  }

  static Principal person(char digit, RoleGrant grant) {
    String role = grant.role().label();
    return new Principal(
        new PersonId("p_" + String.valueOf(digit).repeat(32)),
        "local",
        "local-" + role,
        role,
        Set.of(grant),
        Instant.now());
  }

  /// The mutations of a gateway that has just started.
  ///
  /// @param folder with the platform's configuration
  /// @param narrowed what only an admin may do in production
  static MutationWiring wiring(
      Path folder, Driver driver, WorkflowClient temporal, Clock clock, Set<Action> narrowed) {
    EnvironmentName production = new EnvironmentName("production");
    AccessRules rules =
        new AccessRules(
            narrowed.stream()
                .map(
                    action ->
                        new AccessRestriction(
                            action, Set.of(production), Set.of(), Set.of(Role.ADMIN)))
                .toList());
    PeopleDirectory people =
        new PeopleDirectory(
            List.of(new PeopleDirectory.Entry(APPROVER.personId(), "local-approver", "Bob")));
    return new MutationWiring(
        new MutationWiring.Means(
            new PlatformFile(folder.resolve("platform.json")),
            rules,
            Ed25519SigningKey.generate(),
            temporal,
            new GraphQueries(driver, PATIENT),
            new RollbackTargets(driver, PATIENT),
            new PersonalValues(
                rules, new Sealer(new PersonKeyStore(folder.resolve("people"))), people),
            people,
            _ -> {},
            clock,
            Duration.ofMinutes(1)));
  }

  static String refused(MutationOutcome outcome) {
    return switch (outcome) {
      case MutationOutcome.DeploymentRefused it -> it.reason() + " " + it.message();
      case MutationOutcome.DecisionRefused it -> it.reason() + " " + it.message();
      case MutationOutcome.AbortRefused it -> it.reason() + " " + it.message();
      case MutationOutcome.SteeringRefused it -> it.reason() + " " + it.message();
      case MutationOutcome.DeploymentSteered it -> it.toString();
      case MutationOutcome.IncidentRefused it -> it.reason() + " " + it.message();
      case MutationOutcome.DeploymentStarted it -> it.toString();
      case MutationOutcome.DeploymentDecided it -> it.toString();
      case MutationOutcome.DeploymentAborting it -> it.toString();
      case MutationOutcome.DeploymentActing it -> it.toString();
      case MutationOutcome.IncidentReported it -> it.toString();
      case MutationOutcome.IncidentUpdated it -> it.toString();
      case MutationOutcome.IncidentLinked it -> it.toString();
      case MutationOutcome.Annotated it -> it.toString();
      case MutationOutcome.AnnotationRefused it -> it.reason() + " " + it.message();
      case MutationOutcome.QuerySaved it -> it.toString();
      case MutationOutcome.SavedQueryRefused it -> it.reason() + " " + it.message();
      case MutationOutcome.RegistrationRefused it -> it.reason() + " " + it.message();
      case MutationOutcome.Registered it -> it.toString();
      case MutationOutcome.DeploymentReported it -> it.toString();
      case MutationOutcome.DeploymentReportRefused it -> it.reason() + " " + it.message();
    };
  }

  static Input abort(UUID deployment, String reason) {
    return new Input(
        Map.of("id", Ids.newUuid7(Instant.now()), "deploymentId", deployment, "reason", reason));
  }

  /// The same input with another value.
  static Map<String, Object> with(Map<String, Object> input, String field, Object value) {
    Map<String, Object> other = new HashMap<>(input);
    other.put(field, value);
    return other;
  }
}
