package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.audit.RefusedMutation;
import com.caiatech.afdp.gateway.execution.DocumentCheck;
import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.gateway.query.TypedFields;
import com.caiatech.afdp.gateway.security.AccessRules;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.graphmodel.query.GraphQueries;
import com.caiatech.afdp.graphmodel.query.RollbackTargets;
import com.caiatech.afdp.schemas.ledger.ConsistencyToken;
import com.caiatech.afdp.schemas.platform.CurrentPlatform;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.signing.Ed25519SigningKey;
import com.caiatech.afdp.schemas.workflow.Receipt;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import io.temporal.client.WorkflowClient;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
          "SaveQueryOutcome",
          "ReportDeploymentOutcome",
          "RegisterOutcome",
          "Recorded",
          "Refusal");

  private final WorkflowCalls workflows;
  private final MutationCourse course;
  private final List<Mutation> mutations;
  private final Consumer<RefusedMutation> refusals;
  private final Clock clock;

  /// What mutations are carried out with; all of it stays its giver's to close.
  ///
  /// @param key proves what people meant
  /// @param temporal with the payload converter that the workers use
  /// @param refusals takes each mutation that was refused
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
      Consumer<RefusedMutation> refusals,
      Clock clock,
      Duration timeout) {}

  public MutationWiring(Means means) {
    this.refusals = means.refusals();
    this.clock = means.clock();
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
                    carryOut(
                        mutation,
                        Objects.requireNonNull(
                            environment.getGraphQlContext().get(Principal.class)),
                        Input.of(environment),
                        documents(environment),
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
    outcomes(MutationOutcome.class).forEach(outcome -> wireComponents(outcome, wiring));
    wireReceipt(wiring);
  }

  /// What a request that somebody sent by this name comes to.
  MutationOutcome carryOut(String name, Principal principal, Input input) {
    return carryOut(named(name), principal, input, DocumentCheck.NONE, false);
  }

  /// What a request comes to whose id the gateway made of something that began long ago.
  MutationOutcome carryOutOfAnyMoment(String name, Principal principal, Input input) {
    return carryOut(named(name), principal, input, DocumentCheck.NONE, true);
  }

  private MutationOutcome carryOut(
      Mutation mutation,
      Principal principal,
      Input input,
      DocumentCheck documents,
      boolean ofAnyMoment) {
    MutationOutcome outcome = course.carryOut(mutation, principal, input, documents, ofAnyMoment);
    if (outcome instanceof MutationOutcome.Refused refused) {
      refusals.accept(
          new RefusedMutation(
              clock.instant(),
              principal.personId(),
              principal.toldGrants(),
              mutation.name(),
              refused.reason(),
              named(input),
              input.optionalUuid("id").orElse(null),
              input.optionalUuid(mutation.place().subjectField()).orElse(null)));
    }
    return outcome;
  }

  private static Scope named(Input input) {
    try {
      return Scope.parse(
          Objects.requireNonNullElse(input.optionalText("environment"), Scope.NONE),
          Objects.requireNonNullElse(input.optionalText("service"), Scope.NONE));
    } catch (IllegalArgumentException noName) {
      return Scope.global(); // it may be anything
    }
  }

  private static DocumentCheck documents(DataFetchingEnvironment environment) {
    return environment.getGraphQlContext().getOrDefault(DocumentCheck.class, DocumentCheck.NONE);
  }

  private Mutation named(String name) {
    return mutations.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    workflows.close();
  }

  private static Stream<Class<?>> outcomes(Class<?> type) {
    return type.isInterface()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(MutationWiring::outcomes)
        : Stream.of(type);
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
