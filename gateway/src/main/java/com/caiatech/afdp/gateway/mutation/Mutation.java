package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.PersonCaused;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/// One mutation, declared. {@link MutationCourse} takes every request the same way; what its input
/// may hold is checked by the names of its fields, see {@link RequestChecks}.
///
/// @param name of the mutation in the schema
/// @param action what it is in {@link com.caiatech.afdp.gateway.security.AccessRules} and in the
///   statement: whoever may start deployments may repeat one, and whoever may roll back may undo
/// @param place what it acts on
/// @param route where it is sent
/// @param standing what has to hold beside what is checked of every request
/// @param body the record to be
/// @param done tells the outcome by where the record stands
/// @param refused tells a refusal
record Mutation(
    String name,
    Action action,
    Place place,
    Route route,
    Function<Request, Optional<Refusal>> standing,
    Function<Request, PersonCaused> body,
    BiFunction<Request, Receipt, MutationOutcome> done,
    Refused refused) {
  /// One that has the name of its action.
  Mutation(
      Action action,
      Place place,
      Route route,
      Function<Request, Optional<Refusal>> standing,
      Function<Request, PersonCaused> body,
      BiFunction<Request, Receipt, MutationOutcome> done,
      Refused refused) {
    this(action.value(), action, place, route, standing, body, done, refused);
  }

  /// Makes the refusal that the mutation's union holds.
  @FunctionalInterface
  interface Refused {
    MutationOutcome of(UUID subject, RefusalReason reason, String message);
  }

  MutationOutcome refused(Input input, Refusal refusal) {
    return refused.of(input.uuid(place.subjectField()), refusal.reason(), refusal.message());
  }
}
