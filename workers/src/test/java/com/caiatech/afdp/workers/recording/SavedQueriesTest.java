package com.caiatech.afdp.workers.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.schemas.id.PersonId;
import com.caiatech.afdp.schemas.id.RequestId;
import com.caiatech.afdp.schemas.id.SubjectId;
import com.caiatech.afdp.schemas.intent.Action;
import com.caiatech.afdp.schemas.record.LedgerRecord;
import com.caiatech.afdp.schemas.record.LogicalStep;
import com.caiatech.afdp.schemas.record.RecordInput;
import com.caiatech.afdp.schemas.record.SavedQuery;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.workflow.Receipt;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.TestPlatform;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Saved queries are their author's to replace and to withdraw.
final class SavedQueriesTest extends RecordingsFixture {
  private static final PersonId MALLORY = new PersonId("p_" + "f".repeat(32));

  private final RequestId id = RequestId.create(now);

  @Test
  void oneIsMadeReplacedAndWithdrawnByItsAuthorAloneAndWhatIsSentAgainStands() {
    LedgerRecord first = saved(id, id, "{ __typename }", TestPlatform.ALICE);
    Receipt receipt = recorded(first);
    assertThat(recorded(first).ref()).as("sent again").isEqualTo(receipt.ref());
    assertThat(refusal(saved(id, id, "{ ledgers { size } }", TestPlatform.ALICE)).reason())
        .as("another document under the id")
        .isEqualTo(RefusalReason.CONFLICT);

    RequestId replacing = RequestId.create(now);
    LedgerRecord next = saved(id, replacing, "{ ledgers { size } }", TestPlatform.ALICE);
    Receipt replaced = recorded(next);
    assertThat(replaced.ref()).isNotEqualTo(receipt.ref());
    assertThat(refusal(saved(id, RequestId.create(now), null, MALLORY)))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.FORBIDDEN,
                "saved query "
                    + id
                    + ": expected its author, who alone replaces or withdraws it, found another"
                    + " person; save one of your own; nothing was recorded"));
    recorded(saved(id, RequestId.create(now), null, TestPlatform.ALICE));
    assertThat(recorded(next).ref()).as("sent again").isEqualTo(replaced.ref());
    assertThat(platform.verify(Series.APPROVALS).trusted()).isEqualTo(3);
  }

  @Test
  void oneThatWasNeverMadeIsNotReplacedAndANewOneHasADocument() {
    assertThat(refusal(saved(id, RequestId.create(now), "{ __typename }", TestPlatform.ALICE)))
        .isEqualTo(
            new RequestOutcome.Refused(
                RefusalReason.UNKNOWN_SAVED_QUERY,
                "no saved query " + id + " was made; nothing was recorded"));
    assertThat(refusal(saved(id, id, null, TestPlatform.ALICE)).reason())
        .isEqualTo(RefusalReason.INVALID_INPUT);
    assertThat(platform.verify(Series.APPROVALS).trusted()).isZero();
  }

  @Test
  void theProofOfOneCountsForNothingElse() {
    LedgerRecord meant = saved(id, id, "{ __typename }", TestPlatform.ALICE);
    SavedQuery spoken = (SavedQuery) meant.body();
    LedgerRecord elsewhere =
        platform.meant(
            new SubjectId(RequestId.create(now).uuid()),
            LogicalStep.of(Action.SAVE_QUERY, id),
            query("{ __typename }", TestPlatform.ALICE));
    SavedQuery forAnother = query("{ __typename }", MALLORY);
    SavedQuery other = query("{ ledgers { size } }", TestPlatform.ALICE);
    for (RecordInput input :
        List.of(
            RecordInput.of(forAnother).with(Objects.requireNonNull(spoken.intent())),
            RecordInput.of(other).with(Objects.requireNonNull(spoken.intent())),
            RecordInput.of(query("{ __typename }", TestPlatform.ALICE))
                .with(Objects.requireNonNull(((SavedQuery) elsewhere.body()).intent())),
            RecordInput.of(other))) {
      assertThat(refusal(LedgerRecord.of(meant.header(), input)).reason())
          .isEqualTo(RefusalReason.INTENT_NOT_PROVEN);
    }
    assertThat(platform.verify(Series.APPROVALS).trusted()).isZero();
  }

  private LedgerRecord saved(
      RequestId query, RequestId request, @Nullable String document, PersonId person) {
    return platform.meant(
        new SubjectId(query.uuid()),
        LogicalStep.of(Action.SAVE_QUERY, request),
        document == null ? SavedQuery.withdrawn(person) : query(document, person));
  }

  private static SavedQuery query(String document, PersonId person) {
    return new SavedQuery(
        "all", "what there is", document, List.of(), List.of("viewer"), person, null);
  }
}
