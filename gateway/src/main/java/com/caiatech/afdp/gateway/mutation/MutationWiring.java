package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.mutation.MutationOutcome.AbortRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DecisionRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentAborting;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentDecided;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.DeploymentStarted;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.IncidentLinked;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.IncidentRefused;
import com.caiatech.afdp.gateway.mutation.MutationOutcome.IncidentReported;
import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.gateway.query.TypedFields;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.workflow.Receipt;
import graphql.schema.DataFetcher;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/// Gives code to every mutation and to the types of their outcomes.
public final class MutationWiring implements AutoCloseable {
  private static final List<String> OUTCOMES =
      List.of(
          "StartDeploymentOutcome",
          "DecideDeploymentOutcome",
          "AbortDeploymentOutcome",
          "ReportIncidentOutcome",
          "LinkIncidentOutcome",
          "Refusal");

  private final MutationParts parts;

  /// What mutations are carried out with; all of it stays its giver's to close.
  ///
  /// @param key proves what people meant
  /// @param temporal with the payload converter that the workers use
  /// @param timeout how long a mutation waits for the workers
  public record Means(
      PlatformFile platform,
      AccessRules rules,
      Ed25519SigningKey key,
      WorkflowClient temporal,
      GraphQueries queries,
      RollbackTargets rollbackTargets,
      PersonalValues personalValues,
      PeopleDirectory people,
      Clock clock,
      Duration timeout) {}

  public MutationWiring(Means means) {
    this.parts =
        new MutationParts(
            means.platform(),
            new RequestChecks(means.rules(), means.clock()),
            new IntentProofs(means.key(), means.platform(), means.clock()),
            new WorkflowCalls(means.temporal(), means.timeout()),
            new RecordedState(means.queries(), means.rollbackTargets()),
            means.personalValues(),
            means.people());
  }

  /// Adds the mutations, the fields of their outcomes and the resolvers of the unions.
  public void wire(RuntimeWiring.Builder wiring) {
    DeploymentMutations deployments = new DeploymentMutations(parts);
    DecisionMutations decisions = new DecisionMutations(parts);
    AbortMutations aborts = new AbortMutations(parts);
    IncidentMutations incidents = new IncidentMutations(parts);
    wiring.type(
        "Mutation",
        builder ->
            builder
                .dataFetcher("startDeployment", fetcher(deployments::start))
                .dataFetcher("rollbackDeployment", fetcher(deployments::rollback))
                .dataFetcher("approveDeployment", fetcher(decisions::approve))
                .dataFetcher("rejectDeployment", fetcher(decisions::reject))
                .dataFetcher("abortDeployment", fetcher(aborts::abort))
                .dataFetcher("reportIncident", fetcher(incidents::report))
                .dataFetcher("linkIncident", fetcher(incidents::link)));
    TypeResolver resolver =
        environment ->
            environment
                .getSchema()
                .getObjectType(
                    Objects.requireNonNull(environment.<MutationOutcome>getObject()).type());
    OUTCOMES.forEach(type -> wiring.type(type, builder -> builder.typeResolver(resolver)));
    wireDeploymentOutcomes(wiring);
    wireIncidentOutcomes(wiring);
    wireReceipt(wiring);
  }

  @Override
  public void close() {
    parts.workflows().close();
  }

  private static DataFetcher<MutationOutcome> fetcher(
      BiFunction<Principal, Input, MutationOutcome> mutation) {
    return environment ->
        mutation.apply(
            Objects.requireNonNull(environment.getGraphQlContext().get(Principal.class)),
            Input.of(environment));
  }

  private static void wireDeploymentOutcomes(RuntimeWiring.Builder wiring) {
    new TypedFields<>("DeploymentStarted", DeploymentStarted.class)
        .field("deploymentId", DeploymentStarted::deploymentId)
        .field("receipt", DeploymentStarted::receipt)
        .field("position", DeploymentStarted::position)
        .field("behind", DeploymentStarted::behind)
        .wire(wiring);
    new TypedFields<>("DeploymentRefused", DeploymentRefused.class)
        .field("deploymentId", DeploymentRefused::deploymentId)
        .field("reason", DeploymentRefused::reason)
        .field("message", DeploymentRefused::message)
        .wire(wiring);
    new TypedFields<>("DeploymentDecided", DeploymentDecided.class)
        .field("deploymentId", DeploymentDecided::deploymentId)
        .field("receipt", DeploymentDecided::receipt)
        .field("approvals", DeploymentDecided::approvals)
        .field("requiredApprovals", DeploymentDecided::requiredApprovals)
        .wire(wiring);
    new TypedFields<>("DecisionRefused", DecisionRefused.class)
        .field("deploymentId", DecisionRefused::deploymentId)
        .field("reason", DecisionRefused::reason)
        .field("message", DecisionRefused::message)
        .wire(wiring);
    new TypedFields<>("DeploymentAborting", DeploymentAborting.class)
        .field("deploymentId", DeploymentAborting::deploymentId)
        .field("receipt", DeploymentAborting::receipt)
        .wire(wiring);
    new TypedFields<>("AbortRefused", AbortRefused.class)
        .field("deploymentId", AbortRefused::deploymentId)
        .field("reason", AbortRefused::reason)
        .field("message", AbortRefused::message)
        .wire(wiring);
  }

  private static void wireIncidentOutcomes(RuntimeWiring.Builder wiring) {
    new TypedFields<>("IncidentReported", IncidentReported.class)
        .field("incidentId", IncidentReported::incidentId)
        .field("receipt", IncidentReported::receipt)
        .wire(wiring);
    new TypedFields<>("IncidentLinked", IncidentLinked.class)
        .field("incidentId", IncidentLinked::incidentId)
        .field("deploymentId", IncidentLinked::deploymentId)
        .field("receipt", IncidentLinked::receipt)
        .wire(wiring);
    new TypedFields<>("IncidentRefused", IncidentRefused.class)
        .field("incidentId", IncidentRefused::incidentId)
        .field("reason", IncidentRefused::reason)
        .field("message", IncidentRefused::message)
        .wire(wiring);
  }

  private static void wireReceipt(RuntimeWiring.Builder wiring) {
    new TypedFields<>("Receipt", Receipt.class)
        .field("path", receipt -> receipt.ref().path())
        .field("sha256", receipt -> receipt.ref().sha256().value())
        .field("volume", receipt -> receipt.ref().volume().value())
        .field("index", receipt -> receipt.ref().index())
        .field(
            "consistencyToken",
            receipt -> new ConsistencyToken(receipt.ref().volume(), receipt.size()))
        .wire(wiring);
  }
}
