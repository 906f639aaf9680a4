package com.caiatech.afdp.workers.recording;

import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.workflow.Answer;
import com.caiatech.afdp.schemas.workflow.RequestOutcome;
import com.caiatech.afdp.workers.ledger.RecordToWrite;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges what people record and makes it durable. Idempotent by the record's id.
@ActivityInterface(namePrefix = "Recording")
public interface RecordingActivities {
  /// Writes the record if what it speaks of is known and its proof of intent holds.
  RequestOutcome record(RecordToWrite record);

  /// The same for a further report of an incident, if no other one came after the one that it
  /// builds on. Nothing else about the incident may be recorded meanwhile.
  RequestOutcome recordAfter(RecordToWrite record, RecordRef after);

  /// The same for many records, in one commit where they are of one series: what becomes of one is
  /// nothing to the others.
  ///
  /// @return one outcome a record, in the same order
  Outcomes recordAll(List<RecordToWrite> records);

  /// What became of many records. A list alone would lose the kinds of its members on its way.
  record Outcomes(List<RequestOutcome> ofEach) {
    public Outcomes {
      ofEach = List.copyOf(ofEach);
    }
  }

  /// What the standing record with the header's id was made of and where it stands; null where none
  /// does.
  @Nullable Answer standing(Header header);

  /// What is known of the header's incident without the record with the header's id and what was
  /// reported after that, and where the last report stands; null where nothing was reported.
  @Nullable Answer knownIncident(Header header);
}
