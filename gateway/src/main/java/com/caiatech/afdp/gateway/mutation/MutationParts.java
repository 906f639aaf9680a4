package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.gateway.people.PeopleDirectory;
import com.caiatech.afdp.gateway.people.PersonalValues;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.sealing.PlainText;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import org.jspecify.annotations.Nullable;

/// What every mutation works with.
record MutationParts(
    PlatformFile platform,
    RequestChecks checks,
    IntentProofs intents,
    WorkflowCalls workflows,
    RecordedState recorded,
    PersonalValues personalValues,
    PeopleDirectory people) {
  /// A text in which those whom it mentions stand by their ids.
  @Nullable String mentioning(@Nullable String text) {
    return text == null ? null : PlainText.replaceMentions(text, people::mentioned);
  }

  /// A refusal that leaves it open whether the request took effect.
  Refusal unavailable(String id, String why) {
    return new Refusal(
        RefusalReason.UNAVAILABLE,
        "%s: %s; it is not known whether the request took effect. Send it again with the same id: it"
                .formatted(id, why)
            + " has one effect");
  }
}
