package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.function.BiFunction;

/// Where a request is sent.
sealed interface Route {
  /// The refusal of a request that came too late and left no record.
  default Refusal tooLate(Request request) {
    return switch (this) {
      case Update update ->
          new Refusal(
              update.ended,
              "deployment %s: expected one that %s, found one that has ended"
                  .formatted(request.subject(), update.expected));
      case Admission _, Recording _ ->
          new Refusal(
              RefusalReason.CONFLICT,
              "id %s: an earlier request under it has ended without a record; make a new id"
                  .formatted(request.id()));
    };
  }

  /// To a new workflow, whose admission is the answer.
  record Admission(String workflowType) implements Route {}

  /// To a running deployment or rollback, whose id is the subject's.
  ///
  /// @param argument made of the request's id and the proven input
  /// @param ended why it is refused once that has ended
  /// @param expected what it had to do instead
  record Update(
      String name,
      BiFunction<RequestId, RecordInput, Object> argument,
      RefusalReason ended,
      String expected)
      implements Route {}

  /// To a workflow that writes one record.
  record Recording() implements Route {}
}
