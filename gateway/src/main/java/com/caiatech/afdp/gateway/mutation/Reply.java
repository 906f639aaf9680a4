package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.workflow.Answer;

/// What became of a call to the workers.
sealed interface Reply {
  /// They answered.
  record Answered(Answer answer) implements Reply {}

  /// They refused it, and it left nothing.
  record Refused(Refusal refusal) implements Reply {}

  /// Nothing runs under that id and nothing stands under it.
  record Nothing() implements Reply {}

  /// Nobody answered in time, so it is not known whether the request took effect.
  record Unknown(String why) implements Reply {}
}
