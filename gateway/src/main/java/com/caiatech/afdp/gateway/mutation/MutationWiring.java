package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.gateway.query.TypedFields;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.workflow.Receipt;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import io.temporal.client.WorkflowClient;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives code to every mutation and to the types of their outcomes.
public final class MutationWiring implements AutoCloseable {
  private static final List<String> OUTCOMES =
      List.of(
          "StartDeploymentOutcome",
          "DecideDeploymentOutcome",
          "AbortDeploymentOutcome",
          "SteerDeploymentOutcome",
          "ReportIncidentOutcome",
          "UpdateIncidentOutcome",
          "LinkIncidentOutcome",
          "AnnotateOutcome",
          "ReportDeploymentOutcome",
          "RegisterOutcome",
          "Recorded",
          "Refusal");

  private final WorkflowCalls workflows;
  private final MutationCourse course;
  private final List<Mutation> mutations;

  /// What mutations are carried out with; all of it stays its giver's to close.
  ///
  /// @param key proves what people meant
  /// @param temporal with the payload converter that the workers use
  /// @param timeout how long a mutation waits for the workers
  public record Means(
      CurrentPlatform platform,
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
    this.workflows = new WorkflowCalls(means.temporal(), means.timeout());
    KnownState known = new KnownState(means.queries(), means.rollbackTargets(), workflows);
    this.course =
        new MutationCourse(
            new RegisteredHere(means.platform(), means.queries()),
            new RequestChecks(means.rules(), means.clock()),
            known,
            new IntentProofs(means.key(), means.clock()),
            workflows,
            means.people());
    this.mutations = new Mutations(means.personalValues(), known).all();
  }

  /// Adds the mutations, the fields of their outcomes and the resolvers of the unions.
  public void wire(RuntimeWiring.Builder wiring) {
    wiring.type(
        "Mutation",
        builder -> {
          for (Mutation mutation : mutations) {
            builder.dataFetcher(
                mutation.name(),
                environment ->
                    course.carryOut(
                        mutation,
                        Objects.requireNonNull(
                            environment.getGraphQlContext().get(Principal.class)),
                        Input.of(environment),
                        false));
          }
          return builder;
        });
    TypeResolver resolver =
        environment ->
            environment
                .getSchema()
                .getObjectType(
                    Objects.requireNonNull(environment.<MutationOutcome>getObject()).type());
    OUTCOMES.forEach(type -> wiring.type(type, builder -> builder.typeResolver(resolver)));
    for (Class<?> outcome : MutationOutcome.class.getPermittedSubclasses()) {
      wireComponents(outcome, wiring);
    }
    wireReceipt(wiring);
  }

  /// What a request that somebody sent by this name comes to.
  MutationOutcome carryOut(String name, Principal principal, Input input) {
    return course.carryOut(named(name), principal, input, false);
  }

  /// What a request comes to whose id the gateway made of something that began long ago.
  MutationOutcome carryOutOfAnyMoment(String name, Principal principal, Input input) {
    return course.carryOut(named(name), principal, input, true);
  }

  private Mutation named(String name) {
    return mutations.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    workflows.close();
  }

  /// The fields of a type are the components of the record that has its name.
  private static <T> void wireComponents(Class<T> outcome, RuntimeWiring.Builder wiring) {
    TypedFields<T> fields = new TypedFields<>(outcome.getSimpleName(), outcome);
    for (RecordComponent component : outcome.getRecordComponents()) {
      fields.field(component.getName(), told -> value(component, told));
    }
    fields.wire(wiring);
  }

  private static @Nullable Object value(RecordComponent component, Object outcome) {
    try {
      return component.getAccessor().invoke(outcome);
    } catch (ReflectiveOperationException hidden) {
      throw new IllegalStateException("reading " + component + " of " + outcome, hidden);
    }
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
